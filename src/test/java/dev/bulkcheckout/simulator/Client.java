package dev.bulkcheckout.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls a simulator as any client of the API would. */
final class Client {

	static final String CUSTOMER = "28045616-f6b9-462f-9701-0d89b5e65c44";

	private static final JsonMapper JSON = JsonMapper.shared();

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(10))
		.build();

	private final URI base;

	private String token = "";

	Client(URI base) {
		this.base = base;
	}

	/** A client that has its token. */
	static Client of(Simulator simulator) throws IOException, InterruptedException {
		Client client = new Client(simulator.baseUrl());
		client.signIn();
		return client;
	}

	void signIn() throws IOException, InterruptedException {
		this.token = json(token("grant_type=client_credentials&client_id=c&client_secret=s&scope=r%2F.default"))
			.path("access_token")
			.asString();
	}

	HttpResponse<String> token(String form) throws IOException, InterruptedException {
		return post("/tenant/oauth2/v2.0/token", form);
	}

	HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
		return this.http.send(
				HttpRequest.newBuilder(this.base.resolve(path)).POST(BodyPublishers.ofString(body)).build(),
				BodyHandlers.ofString());
	}

	HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(this.base.resolve(path))
			.timeout(Duration.ofSeconds(20))
			.header("Authorization", "Bearer " + this.token);
	}

	HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.http.send(request.build(), BodyHandlers.ofString());
	}

	HttpResponse<String> checkout(String cart) throws IOException, InterruptedException {
		return send(checkoutRequest(cart));
	}

	HttpRequest.Builder checkoutRequest(String cart) {
		return request("/v1/customers/" + CUSTOMER + "/carts/" + cart + "/checkout").POST(BodyPublishers.noBody());
	}

	HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send(request(path));
	}

	HttpResponse<String> cart(String cart) throws IOException, InterruptedException {
		return get("/v1/customers/" + CUSTOMER + "/carts/" + cart);
	}

	HttpResponse<String> order(String order) throws IOException, InterruptedException {
		return get("/v1/customers/" + CUSTOMER + "/orders/" + order);
	}

	JsonNode orders() throws IOException, InterruptedException {
		return json(get("/v1/customers/" + CUSTOMER + "/orders"));
	}

	JsonNode subscriptions(String order) throws IOException, InterruptedException {
		return json(get("/v1/customers/" + CUSTOMER + "/subscriptions?order_id=" + order));
	}

	static JsonNode json(HttpResponse<String> answer) {
		String body = answer.body();
		return JSON.readTree(body.startsWith("\uFEFF") ? body.substring(1) : body);
	}

}
