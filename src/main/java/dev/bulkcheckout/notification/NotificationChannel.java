package dev.bulkcheckout.notification;

/**
 * A way to tell somebody.
 */
interface NotificationChannel {

	/**
	 * Tells, within a bounded time.
	 * @throws RuntimeException if nobody was told; its message has no secret
	 */
	void tell(Notification notification);

	/**
	 * Who is told, for the operator.
	 */
	@Override
	String toString();

}
