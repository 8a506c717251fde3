// Starts Swagger UI with the contract of this service, arranged for a reader: errors and headers are folded, only required parameters have
// values, locks name their scope, and each operation has code samples. The contract itself is unchanged.
import { samples } from "./samples.js";

/** Words that the filter also looks for. */
const synonyms = { add: "creat", change: "patch", create: "creat", edit: "patch", update: "patch", write: "save" };

const methods = ["get", "put", "post", "patch", "delete"];

const resolve = (contract, node) => (node.$ref ? { ...node.$ref.split("/").slice(1).reduce((parent, name) => parent[name], contract) } : { ...node });

const toText = (example) => (Array.isArray(example) ? example.join(",") : String(example));

/** Returns the optional parameter that needs a value, because the operation requires one of several. */
const oneOfSeveral = (operation, names) =>
  operation.responses["428"] ? (names.includes("If-None-Match") ? "If-None-Match" : "If-Match")
  : names.includes("slugs") && names.includes("ids") ? "slugs"
  : undefined;

/** Returns a parameter whose example is its value if it is required; otherwise, the example is part of the description. */
function arrangeParameter(parameter, chosen) {
  const isPrecondition = ["If-Match", "If-None-Match"].includes(parameter.name);
  if (isPrecondition) {
    parameter.example = "*"; // the entity tag of an example would match nothing
  }

  if (parameter.name === chosen && chosen === "If-Match") {
    parameter.required = true;
    parameter.description += " Copy the `ETag` with its quotation marks; `*` skips the check.";
  } else if (parameter.name === chosen && chosen === "If-None-Match") {
    parameter.description += " To replace it, clear this field and fill in `If-Match`: one of the two is required.";
  }

  if (!parameter.required && parameter.name !== chosen) {
    if (parameter.example !== undefined && !isPrecondition) {
      parameter.description = `${parameter.description ?? ""} Example: \`${toText(parameter.example)}\``;
    }

    delete parameter.example;
    delete parameter.schema.example; // Swagger UI would use the example of an enum
  }

  return parameter;
}

function arrangeOperation(contract, operation) {
  const parameters = (operation.parameters ?? []).map((reference) => resolve(contract, reference));
  const chosen = oneOfSeveral(operation, parameters.map((parameter) => parameter.name));
  parameters.forEach((parameter) => {
    parameter.schema = resolve(contract, parameter.schema.allOf?.[0] ?? parameter.schema);
    arrangeParameter(parameter, chosen);
  });
  operation.parameters = parameters;
  for (const content of Object.values(operation.requestBody?.content ?? {})) {
    if (parameters.some((parameter) => parameter.name === "slug" && parameter.in === "path") && operation.operationId.startsWith("save")) {
      delete content.example.slug; // which must be that of the URL
    }
  }

  operation.security = operation["x-required-scope"] ? [{ "API key": [] }] : [];
  operation["x-other-responses"] = {};
  const schemas = new Set();
  for (const [status, reference] of Object.entries(operation.responses)) {
    const response = resolve(contract, reference);
    if (status.startsWith("2")) {
      delete response.links;
      const schema = response.content?.["application/json"]?.schema?.$ref;
      if (schemas.has(schema)) {
        delete response.content;
        response.description += " The body is as above.";
      }

      schemas.add(schema ?? status);
      operation.responses[status] = response;
    } else {
      operation["x-other-responses"][status] = response.description;
      delete operation.responses[status];
    }
  }
}

/** Returns Markdown with each section that starts with a bold title folded, so that the introduction fits on one screen. */
const foldSections = (markdown) =>
  markdown.split(/\n\n(?=\*\*)/).map((section, index) => {
    const [, title, text] = /^\*\*(.+?)\.?\*\* ?([^]*)$/.exec(section) ?? [];
    return index === 0 || !title ? section : `<details><summary>${title}</summary>\n\n${/^[a-z]/.test(text) ? `${title} ${text}` : text}\n\n</details>`;
  }).join("\n\n");

function arrange(contract) {
  contract.servers = [{ url: location.origin }];
  contract.info.description = foldSections(contract.info.description.replaceAll("http://localhost:5080", location.origin));
  delete contract.info.contact;
  delete contract.info.license;
  contract.components.securitySchemes = { "API key": contract.components.securitySchemes.bearer }; // one field in the dialog is enough
  for (const path of Object.values(contract.paths)) {
    methods.filter((method) => path[method]).forEach((method) => arrangeOperation(contract, path[method]));
  }

  return contract;
}

/** Extends Swagger UI: https://swagger.io/docs/open-source-tools/swagger-ui/customization/plugin-api/ */
function plugin({ React, fn, getComponent }) {
  const element = React.createElement;

  const details = (className, summary, ...children) => element("details", { className }, element("summary", null, summary), ...children);

  let language = "curl"; // the last choice, also for operations that are opened later

  /** Shows the current request of an operation as code. */
  function Samples({ system, path, method }) {
    const [, refresh] = React.useReducer((count) => count + 1, 0);
    React.useEffect(() => system.getStore().subscribe(refresh), []);
    const languages = samples(location.origin, path, method, readOperation(system, path, method), readValues(system, path, method));
    const [shown, setShown] = React.useState(language);
    const [isCopied, setCopied] = React.useState(false);
    const show = (choice) => setShown((language = choice));
    const copy = () => navigator.clipboard.writeText(languages[shown]).then(() => setCopied(true));
    return element("div", { className: "samples" },
      element("div", { className: "samples-bar" },
        element("h4", null, "Code samples"),
        Object.keys(languages).map((language) => element("button", { key: language, type: "button", "aria-pressed": language === shown, onClick: () => (show(language), setCopied(false)) }, language)),
        navigator.clipboard && element("button", { type: "button", className: "copy", onClick: copy }, isCopied ? "Copied" : "Copy")),
      element("pre", { tabIndex: 0 }, element("code", null, languages[shown])));
  }

  function OtherResponses({ responses }) {
    const statuses = Object.entries(responses);
    return statuses.length === 0 ? null : details("other-responses", `Other responses: ${statuses.map(([status]) => status).join(", ")}`,
      element("p", null, "Errors are ", element("code", null, "application/problem+json"), ". ", element("a", { href: "/problems" }, "All problems, with examples and remedies")),
      element("table", null, element("tbody", null, statuses.map(([status, description]) => element("tr", { key: status }, element("th", { scope: "row" }, status), element("td", null, ...renderCode(description)))))));
  }

  const renderCode = (text) => text.split("`").map((part, index) => (index % 2 ? element("code", { key: index }, part) : part));

  const readOperation = (system, path, method) => system.specSelectors.specJson().getIn(["paths", path, method]).toJS();

  /** Returns the values that the user has entered, by the names of the parameters, and the body. */
  function readValues(system, path, method) {
    const parameters = system.specSelectors.parameterValues([path, method]).toJS();
    const body = system.oas3Selectors.requestBodyValue(path, method);
    return { parameters: Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key.split(".")[1], value])), body: typeof body === "string" ? body : undefined };
  }

  /** Returns the names of an operation. */
  const getNames = (operation) => [operation.get("path"), operation.get("method"), operation.getIn(["operation", "summary"]), operation.getIn(["operation", "operationId"]), operation.getIn(["operation", "tags"])?.join(" ")].join(" ");

  /** Returns all texts of an operation. */
  const getTexts = (operation) => [getNames(operation), operation.getIn(["operation", "description"]), operation.getIn(["operation", "parameters"])?.map((parameter) => parameter.get("name")).join(" ")].join(" ");

  /** Returns the operations with all words in a text, by tag. */
  const filterTags = (tags, words, getText) => {
    const matches = (operation) => words.every((word) => [word, synonyms[word] ?? word].some((variant) => getText(operation).toLowerCase().includes(variant)));
    return tags.map((tag) => tag.update("operations", (operations) => operations.filter(matches))).filter((tag) => tag.get("operations").size > 0);
  };

  return {
    fn: {
      opsFilter: (tags, phrase) => {
        const words = phrase.toLowerCase().split(/\s+/).filter(Boolean);
        const named = filterTags(tags, words, getNames);
        return named.size > 0 ? named : filterTags(tags, words, getTexts);
      },
    },
    wrapComponents: {
      AuthorizeBtnContainer: (Original) => (props) => element("section", { "aria-label": "Authorization" }, element(Original, props)),
      DeepLink: () => ({ text }) => element("span", null, text), // a link within a button is not accessible; the address bar has the link
      InfoContainer: (Original) => (props) => element("section", { "aria-label": "Introduction" }, element(Original, props)),
      headers: (Original) => (props) => (props.headers?.size ? details("headers", `Headers (${props.headers.size})`, element(Original, props)) : null),
      FilterContainer: (Original, system) => () => {
        const [phrase, setPhrase] = React.useState("");
        const filter = (value) => (setPhrase(value), system.layoutActions.updateFilter(value || true));
        const open = (tag) => (event) => {
          event.preventDefault();
          filter("");
          system.layoutActions.show(["operations-tag", tag], true);
          history.replaceState(null, "", `#/${encodeURIComponent(tag)}`);
          setTimeout(() => document.getElementById(`operations-tag-${tag}`)?.scrollIntoView());
        };
        return element("div", { className: "finder wrapper" },
          element("h2", null, "Operations"),
          element("input", { type: "search", placeholder: "Filter operations", "aria-label": "Filter operations", value: phrase, onChange: (event) => filter(event.target.value) }),
          element("nav", { "aria-label": "Tags" }, system.specSelectors.tags().map((tag) => element("a", { key: tag.get("name"), href: `#/${tag.get("name")}`, onClick: open(tag.get("name")) }, tag.get("name")))));
      },
      JsonSchemaForm: (Original) => (props) => {
        const value = React.useRef();
        React.useEffect(() => value.current.querySelectorAll("input, select, textarea").forEach((control) => control.setAttribute("aria-label", props.description))); // Swagger UI gives them no name
        return element("div", { className: "value", ref: value }, element(Original, props));
      },
      OperationSummaryPath: (Original, system) => (props) => {
        const scope = system.specSelectors.specJson().getIn(["paths", props.operationProps.get("path"), props.operationProps.get("method"), "x-required-scope"]);
        return element(React.Fragment, null, element(Original, props), scope && element("span", { className: "scope", title: `Requires an API key with the scope ${scope}` }, scope));
      },
      execute: (Original, system) => (props) =>
        element("div", { onClickCapture: () => system.specActions.clearResponse(props.path, props.method) }, element(Original, props)), // an old response must not stay if validation fails
      liveResponse: (Original) => (props) => {
        const response = React.useRef();
        React.useEffect(() => void response.current.scrollIntoView({ block: "nearest" }), []);
        return element("div", { ref: response }, element(Original, props));
      },
      operations: (Original, system) => (props) =>
        system.specSelectors.taggedOperations().size > 0 ? element(Original, props) : element("p", null, `No operation contains “${system.layoutSelectors.currentFilter()}”.`),
      responses: (Original, system) => (props) => element(React.Fragment, null,
        element(Original, props),
        element(OtherResponses, { responses: readOperation(system, props.path, props.method)["x-other-responses"] }),
        element(Samples, { system, path: props.path, method: props.method })),
    },
  };
}

/** Attributes for assistive technology that Swagger UI sets wrongly or not at all; null removes one. */
const attributes = [
  ["textarea.body-param__text", "aria-label", "Request body"],
  [".close-modal", "aria-label", "Close"],
  [".model-box-control:has(> .model-toggle:only-child)", "aria-label", "Show or hide the members"],
  [".modal-btn.authorize", "aria-label", null],
  [".responses-table", "role", null],
  [":is(.opblock-body, .description) pre", "tabindex", "0"],
];

new MutationObserver(() => {
  for (const [selector, name, value] of attributes) {
    document.querySelectorAll(`#swagger-ui ${selector}`).forEach((element) => (value === null ? element.removeAttribute(name) : element.setAttribute(name, value)));
  }
}).observe(document.getElementById("swagger-ui"), { childList: true, subtree: true });

// Swagger UI opens operations of OpenAPI 3.0 in less than half the time of those of 3.1.
const contract = await fetch("/openapi/v1-openapi3.0.json").then((response) => (response.ok ? response.json() : undefined)).catch(() => undefined);
if (contract === undefined) {
  document.getElementById("swagger-ui").textContent = "The contract cannot be loaded. Reload the page later.";
  throw new Error("The contract cannot be loaded.");
}

window.ui = SwaggerUIBundle({
  dom_id: "#swagger-ui",
  spec: arrange(contract),
  presets: [SwaggerUIBundle.presets.apis],
  plugins: [plugin],
  layout: "BaseLayout",
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: "list",
  defaultModelExpandDepth: 2,
  defaultModelsExpandDepth: -1,
  filter: true,
  persistAuthorization: false,
  requestInterceptor: (request) => {
    if (request.headers?.Authorization) {
      request.headers.Authorization = request.headers.Authorization.replace(/^Bearer +Bearer +/i, "Bearer "); // the user has entered both
    }

    return request;
  },
  responseInterceptor: (response) => {
    for (const [name, value] of Object.entries(response.headers ?? {})) {
      response.headers[name] = Array.isArray(value) ? value.join(", ") : value; // Swagger UI splits dates, too
    }

    return response;
  },
  tryItOutEnabled: true,
  validatorUrl: null,
});
