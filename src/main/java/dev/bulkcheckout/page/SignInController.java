package dev.bulkcheckout.page;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.client.RestClientException;

/**
 * The page to sign in on.
 */
@Controller
public class SignInController {

	private static final Logger logger = LoggerFactory.getLogger(SignInController.class);

	private final boolean openId;

	/**
	 * Offers one way to sign in.
	 * @param openId whether an OpenID provider is asked, not a password
	 */
	public SignInController(boolean openId) {
		this.openId = openId;
	}

	/**
	 * Where to go on after a sign-in that failed. What was wrong is not told: it would
	 * help whoever guesses.
	 */
	public static String after(AuthenticationException failure) {
		return "/sign-in?" + switch (failure) {
			case LockedException wait -> "wait";
			case PasswordTooLongException tooLong -> "long";
			case AuthenticationException away when isOfTheProvider(away) -> {
				logger.warn("the OpenID provider could not be asked: {}",
						NestedExceptionUtils.getMostSpecificCause(away).toString());
				yield "away";
			}
			default -> "refused";
		};
	}

	/** What Spring Security makes of an answer that it understood has another cause. */
	private static boolean isOfTheProvider(Throwable failure) {
		return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
			.anyMatch(RestClientException.class::isInstance);
	}

	@GetMapping("/sign-in")
	String signIn(Model model, HttpServletRequest request) {
		model.addAttribute("openId", this.openId);
		model.addAttribute("says", says(request.getParameterMap().keySet()));
		return "sign-in";
	}

	private String says(Set<String> after) {
		return after.stream().map(this::says).filter((said) -> !said.isEmpty()).findFirst().orElse("");
	}

	private String says(String after) {
		return switch (after) {
			case "wait" -> "Too many sign-ins failed. Try again in five minutes.";
			case "long" -> "A password has at most 72 bytes: so many are told apart by its hash. This one has more.";
			case "away" ->
				"The OpenID provider does not answer as it should, and only it can tell who you are. Try again"
						+ " in a moment; if it stays, the log of serve says why.";
			case "refused" ->
				this.openId ? "You were not let in: none of your roles there is one here, or signing in was ended."
						: "Name and password do not fit.";
			case "out" -> "You are signed out.";
			default -> "";
		};
	}

}
