package dev.bulkcheckout.partnercenter.proxy;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The hosts that are reached without a proxy: this machine, and what {@code NO_PROXY}
 * lists, separated by commas or blanks. An entry is a host or a domain
 * ({@code example.com}, {@code .example.com} and {@code *.example.com} are the same: that
 * name and all below it), an address, a range of addresses ({@code 10.0.0.0/8}), each
 * perhaps with a port ({@code example.com:443}), or {@code *} for all.
 *
 * @param entries of the list, in small letters
 */
record NoProxy(List<String> entries) {

	private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

	/**
	 * Keeps a copy.
	 */
	NoProxy {
		entries = List.copyOf(entries);
	}

	static NoProxy of(String text) {
		return new NoProxy(Arrays.stream(text.toLowerCase(Locale.ROOT).split("[,\\s]+"))
			.filter((entry) -> !entry.isEmpty())
			.toList());
	}

	boolean covers(String host, int port) {
		String bare = bare(host.toLowerCase(Locale.ROOT));
		return isLoopback(bare) || this.entries.stream().anyMatch((entry) -> matches(entry, bare, port));
	}

	private static boolean matches(String entry, String host, int port) {
		int colon = entry.lastIndexOf(':');
		boolean withPort = colon > 0 && entry.substring(colon + 1).matches("\\d{1,5}")
				&& (entry.indexOf(':') == colon || entry.startsWith("["));
		if (withPort && Integer.parseInt(entry.substring(colon + 1)) != port) {
			return false;
		}
		String name = bare(withPort ? entry.substring(0, colon) : entry);
		if (name.equals("*")) {
			return true;
		}
		if (name.contains("/")) {
			return isWithin(host, name);
		}
		String domain = name.replaceFirst("^\\*?\\.", "");
		return host.equals(domain) || (!isAddress(host) && host.endsWith("." + domain));
	}

	private static boolean isWithin(String host, String range) {
		String[] halves = range.split("/", 2);
		if (!isAddress(host) || !isAddress(halves[0]) || !halves[1].matches("\\d{1,3}")) {
			return false;
		}
		byte[] one = address(host).getAddress();
		byte[] other = address(halves[0]).getAddress();
		int ignored = one.length * Byte.SIZE - Integer.parseInt(halves[1]);
		return one.length == other.length && ignored >= 0
				&& new BigInteger(1, one).shiftRight(ignored).equals(new BigInteger(1, other).shiftRight(ignored));
	}

	private static boolean isLoopback(String host) {
		return host.equals("localhost") || host.endsWith(".localhost")
				|| (isAddress(host) && address(host).isLoopbackAddress());
	}

	private static String bare(String host) {
		return host.replaceFirst("^\\[(.*)]$", "$1").replaceFirst("\\.$", "");
	}

	private static boolean isAddress(String host) {
		return host.contains(":") || IPV4.matcher(host).matches();
	}

	private static InetAddress address(String literal) {
		try {
			// a literal is read, never looked up
			return InetAddress.getByName(literal);
		}
		catch (UnknownHostException ex) {
			return InetAddress.getLoopbackAddress();
		}
	}

}
