package dev.bulkcheckout.page;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import gg.jte.TemplateEngine;
import gg.jte.output.PrintWriterOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;

/**
 * Finds a view among the templates below {@code src/main/jte/page}, by its name without
 * the ending. What a controller puts into the model are the template's parameters.
 */
public final class TemplateViewResolver implements ViewResolver, Ordered {

	private final TemplateEngine templates;

	/**
	 * Finds templates of the given engine.
	 */
	public TemplateViewResolver(TemplateEngine templates) {
		this.templates = templates;
	}

	@Override
	public @Nullable View resolveViewName(String name, Locale locale) {
		String template = "page/" + name + ".jte";
		return this.templates.hasTemplate(template) ? new TemplateView(this.templates, template) : null;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	/**
	 * One template.
	 */
	private record TemplateView(TemplateEngine templates, String template) implements View {

		@Override
		public String getContentType() {
			return "text/html;charset=UTF-8";
		}

		@Override
		public void render(@Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
				throws Exception {
			response.setContentType(getContentType());
			Map<String, Object> parameters = (model != null) ? new HashMap<>(model) : new HashMap<>();
			this.templates.render(this.template, parameters, new PrintWriterOutput(response.getWriter()));
		}

	}

}
