@echo off
rem Starts bulk-checkout on Windows, from an unpacked bulk-checkout-VERSION.tar.gz. It needs a Java runtime of version 21 or later.
rem
rem   JAVA_HOME                 the Java to use; else the one on PATH, else the newest of the usual places
rem   BULK_CHECKOUT_JAVA_OPTS   options for Java instead of the usual ones, for example "-Xmx512m"
rem
rem It ends with 2, nothing attempted, if the program cannot be started.
setlocal EnableExtensions DisableDelayedExpansion
set "home=%~dp0"
set "jar=%home%app\bulk-checkout.jar"
if not exist "%jar%" (
	echo bulk-checkout: %jar% is not there: unpack the whole bulk-checkout-VERSION.tar.gz 1>&2
	exit /b 2
)
set "java="
set "major=0"
if defined JAVA_HOME call :consider "%JAVA_HOME%"
for %%j in (java.exe) do if not defined java if not "%%~$PATH:j"=="" call :consider "%%~dp$PATH:j.."
if not defined java for %%v in ("Eclipse Adoptium" Java Microsoft "Amazon Corretto" Zulu) do call :newest "%ProgramFiles%\%%~v"
if not defined java (
	echo bulk-checkout: it needs a Java runtime of version 21 or later, and none was found ^(JAVA_HOME, PATH, Program Files^). 1>&2
	echo bulk-checkout: install one, for example from https://adoptium.net, or let JAVA_HOME name one. 1>&2
	exit /b 2
)
if not defined BULK_CHECKOUT_JAVA_OPTS set "BULK_CHECKOUT_JAVA_OPTS=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xms64m -Xmx256m"
rem Java makes the archive of classes by itself, for quicker starts; one that does not fit is passed over.
"%java%" -XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=%home%app\classes-%major%.jsa" -Xshare:auto -Xlog:disable %BULK_CHECKOUT_JAVA_OPTS% -jar "%jar%" %*
exit /b %ERRORLEVEL%

rem Looks through the directories in %1.
:newest
for /f "delims=" %%j in ('dir /b /ad "%~1" 2^>nul') do call :consider "%~1\%%j"
exit /b

rem Keeps the Java in %1 if its release file says 21 or later, and newer than what was found before.
:consider
if not exist "%~1\bin\java.exe" exit /b
if not exist "%~1\release" exit /b
set "version="
set "found="
for /f "usebackq tokens=1,2 delims==" %%k in ("%~1\release") do if "%%k"=="JAVA_VERSION" set "version=%%~l"
for /f "delims=.-+" %%m in ("%version%") do set "found=%%m"
if not defined found exit /b
if %found% lss 21 exit /b
if %found% leq %major% exit /b
set "java=%~1\bin\java.exe"
set "major=%found%"
exit /b
