package dev.bulkcheckout.page.api;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The OpenAPI document of the API.
 */
@RestController
public class OpenApiDocument {

	@GetMapping(path = "/api/openapi.yaml", produces = MediaType.APPLICATION_YAML_VALUE)
	Resource document() {
		return new ClassPathResource("openapi.yaml", OpenApiDocument.class);
	}

}
