import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { address, key } from "../service.js";

interface Request {
  name: string;
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
  /** The status that a comment `# expect 404` names; without it, the request succeeds. */
  expected: number | null;
}

for (const file of ["reading.http", "newsroom.http"]) {
  test(file, async (each) => {
    const requests = read(file);
    assert.ok(requests.length >= 10, `${file} has ${requests.length} requests`);
    for (const { name, method, url, headers, body, expected } of requests) {
      await each.test(name, async () => {
        const response = await fetch(url, { method, headers, body });
        const answer = await response.text();
        assert.ok(expected === null ? response.ok : response.status === expected, `${method} ${url} answered ${response.status}: ${answer}`);
      });
    }
  });
}

/** The requests of a file, as editors read it: parts after `###`, variables, headers, an empty line, a body. */
function read(file: string): Request[] {
  const [head, ...parts] = readFileSync(new URL(`../../http/${file}`, import.meta.url), "utf8").split(/^###/m);
  const variables = new Map([...head!.matchAll(/^@(\w+) = (.+)$/gm)].map(([, name, value]) => [name!, value!]));
  variables.set("host", address).set("key", key);
  return parts.map((part) => {
    const filled = part.replace(/\{\{(\w+)\}\}/g, (_, name: string) => variables.get(name) ?? assert.fail(`${file} does not say what ${name} is`));
    const [start, ...body] = filled.split("\n\n");
    const [name, ...lines] = start!.trim().split("\n");
    const [request, ...headers] = lines.filter((line) => !line.startsWith("#"));
    const [, method, url] = /^([A-Z]+) (\S+)$/.exec(request ?? "") ?? assert.fail(`${file}: "${name}" has no request`);
    return {
      name: name!,
      method: method!,
      url: url!,
      headers: Object.fromEntries(headers.map((line) => line.split(/: (.*)/).slice(0, 2))),
      body: body.join("\n\n").trim() || null,
      expected: Number(/^# expect (\d+)$/m.exec(start!)?.[1]) || null,
    };
  });
}
