package dev.bulkcheckout.cart;

/**
 * A cart, named by the pair that the API names it by.
 *
 * @param customer whose cart it is
 * @param id the cart's id
 */
public record Cart(CustomerId customer, CartId id) {

	@Override
	public String toString() {
		return "cart " + this.id + " of customer " + this.customer;
	}

}
