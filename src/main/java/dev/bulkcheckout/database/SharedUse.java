package dev.bulkcheckout.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Which processes use the server of a directory, told by locks on files, which the kernel
 * takes off a process that dies. Starting and stopping happen under an exclusive lock on
 * one file; a process that uses the server holds a shared lock on another.
 * <p>
 * One instance per directory in a JVM: whoever closes a file loses the JVM's locks on it.
 */
final class SharedUse implements AutoCloseable {

	private final FileChannel changing;

	private final FileChannel using;

	private @Nullable FileLock use;

	private SharedUse(FileChannel changing, FileChannel using) {
		this.changing = changing;
		this.using = using;
	}

	static SharedUse of(Path directory) throws IOException {
		FileChannel changing = open(directory.resolve("changing.lock"));
		try {
			return new SharedUse(changing, open(directory.resolve("using.lock")));
		}
		catch (IOException ex) {
			changing.close();
			throw ex;
		}
	}

	private static FileChannel open(Path file) throws IOException {
		return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
	}

	/**
	 * Keeps other processes from starting and stopping the server until the lock is
	 * closed; waits for one that does.
	 */
	FileLock change(Consumer<String> say) throws IOException {
		FileLock lock = this.changing.tryLock();
		if (lock == null) {
			say.accept("waiting for another process that starts or stops the embedded PostgreSQL");
			lock = this.changing.lock();
		}
		return lock;
	}

	/**
	 * Enters this process among the users; during a change only.
	 */
	void begin() throws IOException {
		this.use = this.using.lock(0, Long.MAX_VALUE, true);
	}

	/**
	 * Takes this process off; during a change only.
	 * @return whether it was the last
	 */
	boolean end() throws IOException {
		if (this.use != null) {
			this.use.release();
			this.use = null;
		}
		try (FileLock alone = this.using.tryLock()) {
			return alone != null;
		}
	}

	@Override
	public void close() throws IOException {
		this.using.close();
		this.changing.close();
	}

}
