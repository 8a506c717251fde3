/**
 * Returns code samples for a request, by language. They read the API key from the environment variable KEY.
 * @param values The values of the parameters by name, and the body. The body is that of the contract's example if it is undefined.
 */
export function samples(origin, path, method, operation, values) {
  const isGiven = (value) => ![undefined, null, ""].includes(value) && [value].flat().length > 0;
  const parameters = operation.parameters.filter((parameter) => isGiven(values.parameters[parameter.name]));
  const text = (parameter) => [values.parameters[parameter.name]].flat().join(",");
  const value = (parameter) => encodeURIComponent(text(parameter)).replaceAll("%2C", ",");
  const query = parameters.filter((parameter) => parameter.in === "query").map((parameter) => `${parameter.name}=${value(parameter)}`).join("&");
  const pathParameters = parameters.filter((parameter) => parameter.in === "path");
  const url = origin + pathParameters.reduce((result, parameter) => result.replace(`{${parameter.name}}`, value(parameter)), path) + (query && `?${query}`);
  const headers = Object.fromEntries(parameters.filter((parameter) => parameter.in === "header").map((parameter) => [parameter.name, text(parameter)]));
  const [mediaType, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const body = mediaType && values.body !== undefined ? values.body : mediaType && (typeof content.example === "string" ? content.example : JSON.stringify(content.example, null, 2));
  if (mediaType) {
    headers["Content-Type"] = mediaType;
  }

  const request = { url, method: method.toUpperCase(), headers, body, needsKey: operation["x-required-scope"] !== undefined };
  return { curl: curl(request), JavaScript: javaScript(request), "C#": cSharp(request), Python: python(request) };
}

const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;

function curl({ url, method, headers, body, needsKey }) {
  const parts = [`curl -i ${method === "GET" ? "" : `-X ${method} `}${quote(url)}`];
  parts.push(...(needsKey ? ['-H "Authorization: Bearer $KEY"'] : []));
  parts.push(...Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`));
  parts.push(...(body ? [`--data-binary ${quote(body)}`] : []));
  return parts.join(" \\\n  ");
}

const lines = (entries, indent, format) => entries.map(([name, value]) => `${indent}${format(name, value)}`).join("\n");

function javaScript({ url, method, headers, body, needsKey }) {
  const entries = [...(needsKey ? [["Authorization", "`Bearer ${process.env.KEY}`"]] : []), ...Object.entries(headers).map(([name, value]) => [name, JSON.stringify(value)])];
  const options = [
    ...(method === "GET" ? [] : [`  method: ${JSON.stringify(method)},`]),
    ...(entries.length ? [`  headers: {\n${lines(entries, "    ", (name, value) => `${JSON.stringify(name)}: ${value},`)}\n  },`] : []),
    ...(body ? [`  body: ${isJson(body) ? `JSON.stringify(${body.replaceAll("\n", "\n  ")})` : JSON.stringify(body)},`] : []),
  ];
  const call = `const response = await fetch(${JSON.stringify(url)}${options.length ? `, {\n${options.join("\n")}\n}` : ""});`;
  return `${call}\nconsole.log(response.status, await response.text());`;
}

function isJson(text) {
  try {
    return JSON.parse(text) !== undefined;
  } catch {
    return false; // the user is still typing, or the body is Markdown
  }
}

function cSharp({ url, method, headers, body, needsKey }) {
  const contentType = headers["Content-Type"];
  const entries = [...(needsKey ? [["Authorization", '$"Bearer {Environment.GetEnvironmentVariable("KEY")}"']] : []), ...Object.entries(headers).filter(([name]) => name !== "Content-Type").map(([name, value]) => [name, JSON.stringify(value)])];
  return [
    ...(body ? ["using System.Text;", ""] : []),
    "using var http = new HttpClient();",
    `using var request = new HttpRequestMessage(HttpMethod.${method[0] + method.slice(1).toLowerCase()}, ${JSON.stringify(url)});`,
    ...entries.map(([name, value]) => `request.Headers.Add("${name}", ${value});`),
    ...(body ? [`request.Content = new StringContent(${body.includes('"""') ? JSON.stringify(body) : `"""\n${body.trimEnd().replaceAll(/^(?=.)/gm, "    ")}\n    """`}, Encoding.UTF8, "${contentType}");`] : []),
    "using var response = await http.SendAsync(request);",
    "Console.WriteLine($\"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}\");",
  ].join("\n");
}

function python({ url, method, headers, body, needsKey }) {
  const entries = [...(needsKey ? [["Authorization", "f\"Bearer {os.environ['KEY']}\""]] : []), ...Object.entries(headers).map(([name, value]) => [name, JSON.stringify(value)])];
  const options = [
    JSON.stringify(url),
    ...(method === "GET" ? [] : [`method=${JSON.stringify(method)}`]),
    ...(entries.length ? [`headers={${entries.map(([name, value]) => `${JSON.stringify(name)}: ${value}`).join(", ")}}`] : []),
    ...(body ? [`data=${/"""|["\\]$/.test(body) ? JSON.stringify(body) : `r"""${body}"""`}.encode()`] : []),
  ];
  return [
    `import ${[...(needsKey ? ["os"] : []), "urllib.error", "urllib.request"].join(", ")}`,
    "",
    `request = urllib.request.Request(\n    ${options.join(",\n    ")},\n)`,
    "try:",
    "    response = urllib.request.urlopen(request)",
    "except urllib.error.HTTPError as error:",
    "    response = error",
    "print(response.status, response.read().decode())",
  ].join("\n");
}
