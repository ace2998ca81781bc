-- What was odd about the answer that settled a cart, for a person to hear of: an order that names another customer, money
-- that cannot be read, an answer that was stored without its details.
alter table cart add column note text;

-- Order ids are compared by case, except GUIDs; isAnothersOrder asks by the lower case first.
create index cart_order_lower on cart_order (lower(order_id));
drop index cart_order_order;
