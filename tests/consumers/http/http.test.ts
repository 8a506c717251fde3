import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { key, serviceUrl } from "../service.js";

interface Request {
  name: string;
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
  /** The status in a comment such as `# expect 404`. Without the comment, any success status is expected. */
  expectedStatus: number | null;
}

for (const file of ["reading.http", "newsroom.http"]) {
  test(file, async (fileTest) => {
    const requests = parse(file);
    assert.ok(requests.length >= 10, `${file} has ${requests.length} requests`);
    for (const { name, method, url, headers, body, expectedStatus } of requests) {
      await fileTest.test(name, async () => {
        const response = await fetch(url, { method, headers, body });
        const text = await response.text();
        assert.ok(expectedStatus === null ? response.ok : response.status === expectedStatus, `${method} ${url} returned ${response.status}: ${text}`);
      });
    }
  });
}

/** Parses a file as editors do: `###` starts a request, and headers, an empty line and a body follow. */
function parse(file: string): Request[] {
  const [preamble, ...sections] = readFileSync(new URL(`../../http/${file}`, import.meta.url), "utf8").split(/^###/m);
  const variables = new Map([...preamble!.matchAll(/^@(\w+) = (.+)$/gm)].map(([, name, value]) => [name!, value!]));
  variables.set("host", serviceUrl).set("key", key);
  return sections.map((section) => {
    const expanded = section.replace(/\{\{(\w+)\}\}/g, (_, name: string) => variables.get(name) ?? assert.fail(`${file} does not define the variable ${name}`));
    const [head, ...body] = expanded.split("\n\n");
    const [name, ...lines] = head!.trim().split("\n");
    const [request, ...headers] = lines.filter((line) => !line.startsWith("#"));
    const [, method, url] = /^([A-Z]+) (\S+)$/.exec(request ?? "") ?? assert.fail(`${file}: "${name}" has no request`);
    return {
      name: name!,
      method: method!,
      url: url!,
      headers: Object.fromEntries(headers.map((line) => line.split(/: (.*)/).slice(0, 2))),
      body: body.join("\n\n").trim() || null,
      expectedStatus: Number(/^# expect (\d+)$/m.exec(head!)?.[1]) || null,
    };
  });
}
