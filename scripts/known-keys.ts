import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/*
 * Writes src/traffic/secrets/known-keys.ts from the rules of gitleaks, so that the looks of keys are kept up to date by
 * those who keep that list:
 *
 *   go mod download -json github.com/zricethezav/gitleaks/v8@latest   (prints its "Dir")
 *   node scripts/known-keys.ts <Dir>
 */
const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error("Name the directory of a gitleaks module.");

/** Rules that look for a name before the value, for more than a key, or for what is known by `looks.ts`. */
const LEFT_OUT =
  /^(?:curl-|kubernetes-|nuget-|freemius-|sidekiq-|facebook-access|private-key|jwt|gitlab-session|sourcegraph|vault-|aws-access|aws-amazon-bedrock-api-key-short|flutterwave-public|airtable|slack-webhook|gcp-api|maxmind|hashicorp-tf|azure-ad-client-secret|microsoft-teams)/;

const config = readFileSync(join(directory, "config/gitleaks.toml"), "utf8");
const [, version = ""] = /@v([\d.]+)$/.exec(directory) ?? [];
const licence = readFileSync(join(directory, "LICENSE"), "utf8").trim();
const sources = new Set<string>();
for (const rule of config.split("[[rules]]").slice(1)) {
  const id = /^id = "(.*)"/m.exec(rule)?.[1] ?? "";
  const regex = /^regex = '''(.*)'''$/m.exec(rule)?.[1];
  if (regex === undefined || regex.includes("{0,50}?") || LEFT_OUT.test(id)) continue;
  sources.add(javaScript(regex));
}
const lines = [...sources].sort().map((source) => `  String.raw\`${source}\`,`);
writeFileSync(
  "src/traffic/secrets/known-keys.ts",
  `/*
 * Made by scripts/known-keys.ts from the rules of gitleaks ${version}, which are under this licence:
 *
${licence.replace(/^(.*)$/gm, (line) => ` * ${line}`.trimEnd())}
 */

/** Regular expressions of keys and tokens, without the boundaries around them. Each begins with letters of its own. */
export const KNOWN_KEYS: readonly string[] = [
${lines.join("\n")}
];
`,
);

/** A regular expression of Go as one of JavaScript, without the characters that it wants around the key. */
function javaScript(regex: string): string {
  const bare = regex
    .replace(/\(\?:\[\\x60'"\\s;\]\|\\\\\[nr\]\|\$(?:\|\\b)?\)$/, "")
    .replace(/\(\?:\[\^[^\]]*\]\|\\z\)$/, "")
    .replace(/\(\?:\$\|\[\\\\'"[^\]]*\]\)$/, "")
    .replace(/^\(\?:\^\|\[[^\]]*\]\)/, "")
    .replace(/^\(\?i\)/, "(?i)")
    .replaceAll("\\b", "")
    .replaceAll("[[:alnum:]]", "[a-zA-Z0-9]");
  return anyCase(bare).replace(/^\((?!\?)(.*)\)$/, (whole, inner: string) =>
    isOneGroup(whole) ? inner : whole,
  );
}

/** Without flags in its middle, which older engines do not know: what they cover takes letters of both cases. */
function anyCase(regex: string): string {
  const [before = "", ...after] = regex.split("(?i)");
  const covered = after.join("").replaceAll("(?-i:", "(?:");
  const inGroups = before.replace(/\(\?i:([^()]*)\)/g, (_, inner: string) => bothCases(inner));
  return inGroups + bothCases(covered);
}

function bothCases(regex: string): string {
  return regex
    .replace(/\[[^\]]*\]/g, (set) =>
      set.replace(/([a-z])-([a-z])/g, (range, from: string, to: string) =>
        set.includes(range.toUpperCase())
          ? range
          : `${range}${from.toUpperCase()}-${to.toUpperCase()}`,
      ),
    )
    .replace(
      /\[([A-Z])-([A-Z])(0-9)?\]/g,
      (_, from: string, to: string, digits = "") =>
        `[${from.toLowerCase()}-${to.toLowerCase()}${from}-${to}${digits}]`,
    );
}

function isOneGroup(regex: string): boolean {
  let depth = 0;
  for (const [index, character] of [...regex.replaceAll(/\\./g, "..")].entries()) {
    if (character === "(") depth++;
    if (character === ")" && --depth === 0) return index === regex.length - 1;
  }
  return false;
}
