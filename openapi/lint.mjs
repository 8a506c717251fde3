// Lints the contract and its OpenAPI 3.0 version with each linter. With --prove, checks the linters: each must reject a contract that
// contains a deliberate error.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const contracts = ['content-api.v1.json', 'content-api.v1-openapi3.0.json'].map(name => join(here, name));
const spectral = (ruleset, severity) => ['spectral', 'lint', '--ruleset', join(here, ruleset), '--fail-severity', severity, '--display-only-failures'];

const linters = {
  redocly: ['redocly', 'lint', '--config', join(here, 'redocly.yaml')],
  spectral: spectral('spectral.yaml', 'warn'),
  owasp: spectral('owasp.yaml', 'error'),
  house: spectral('house.yaml', 'warn'),
};

// A deliberate error for each linter, with the rule that must detect it.
const faults = {
  redocly: ['security-defined', contract => { contract.paths['/v1/topics'].get.security = [{ password: [] }]; }],
  spectral: ['operation-operationId-unique', contract => { contract.paths['/v1/topics'].get.operationId = 'listStories'; }],
  owasp: ['owasp:api4:2023-string-limit', contract => { delete contract.components.schemas.Card.properties.title.maxLength; }],
  house: ['house-retries', contract => { delete contract.components.responses.Unavailable.headers['Retry-After']; }],
};

const run = (name, files) => new Promise(resolve => {
  const started = Date.now();
  const [tool, ...options] = linters[name];
  const environment = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  execFile(join(here, 'node_modules', '.bin', tool), [...options, ...files], { env: environment, maxBuffer: 64 << 20 }, (error, out, log) =>
    resolve({ name, good: !error, text: out + log, seconds: ((Date.now() - started) / 1000).toFixed(1) }));
});

async function lint() {
  const results = await Promise.all(Object.keys(linters).map(name => run(name, contracts)));
  for (const { name, good, text, seconds } of results) {
    console.log(`${name}: ${good ? 'good' : `FAILED\n${text}`} (${seconds} s)`);
  }

  return results.every(result => result.good);
}

async function prove() {
  const results = await Promise.all(Object.entries(faults).map(async ([name, [rule, fault]]) => {
    const contract = JSON.parse(await readFile(contracts[0], 'utf8'));
    fault(contract);
    const file = join(here, 'node_modules', `broken-${name}.json`); // in a subfolder of the rulesets, so that their path-based overrides apply
    await writeFile(file, JSON.stringify(contract, null, 2));
    const { good, text } = await run(name, [file]);
    return { name, rule, refused: !good && text.includes(rule), text };
  }));
  for (const { name, rule, refused, text } of results) {
    console.log(`${name}: ${refused ? `rejects a deliberate error (${rule})` : `FAILED: ${rule} does not detect a deliberate error\n${text}`}`);
  }

  return results.every(result => result.refused);
}

process.exitCode = await (process.argv.includes('--prove') ? prove() : lint()) ? 0 : 1;
