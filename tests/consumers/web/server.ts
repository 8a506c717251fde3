import { createReadStream, existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const contentTypes: Record<string, string> = { ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const compiledFolder = fileURLToPath(new URL(".", import.meta.url)); // dist/web
const sourceFolder = join(compiledFolder, "../../web");
const modules: Record<string, string> = { "/modules/openapi-fetch.js": fileURLToPath(import.meta.resolve("openapi-fetch")) };

/** Serves the files of the reader. All other paths return its page, which renders the content for the path from the API. */
export function serveReader(api: string, port: number): Promise<Server> {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url!, "http://reader").pathname);
    const file = modules[path] ?? [join(compiledFolder, path), join(sourceFolder, path)].find((candidate) => contentTypes[extname(candidate)] && existsSync(candidate));
    if (file) {
      response.setHeader("Content-Type", contentTypes[extname(file)]!);
      createReadStream(file).pipe(response);
    } else {
      const page = await readFile(join(sourceFolder, "index.html"), "utf8");
      response.setHeader("Content-Type", "text/html; charset=utf-8");
      response.end(page.replace("http://localhost:5080", api));
    }
  });
  return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await serveReader(process.env["CONTENT_API"] ?? "http://localhost:5080", 5081);
  console.log("The reader listens on http://127.0.0.1:5081");
}
