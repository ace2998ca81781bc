package dev.bulkcheckout.page;

import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.LockedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The page to sign in on.
 */
@Controller
public class SignInController {

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
			default -> "refused";
		};
	}

	@GetMapping("/sign-in")
	String signIn(Model model, @RequestParam @Nullable String refused, @RequestParam @Nullable String wait,
			@RequestParam(name = "long") @Nullable String tooLong, @RequestParam @Nullable String out) {
		model.addAttribute("openId", this.openId);
		model.addAttribute("says", says(refused != null, wait != null, tooLong != null, out != null));
		return "sign-in";
	}

	private String says(boolean refused, boolean wait, boolean tooLong, boolean out) {
		if (wait) {
			return "Too many sign-ins failed. Try again in five minutes.";
		}
		if (tooLong) {
			return "A password has at most 72 bytes: so many are told apart by its hash. This one has more.";
		}
		if (refused) {
			return this.openId ? "You were not let in: none of your roles there is one here, or signing in was ended."
					: "Name and password do not fit.";
		}
		return out ? "You are signed out." : "";
	}

}
