import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

it("publishes, with provenance and a list of what is installed, what was checked and tested", () => {
  const workflow = readFileSync(".github/workflows/release.yml", "utf8");
  const lines = workflow.split("\n").map((line) => line.replace(/^ +(?:- run: )?/, ""));
  const order = [
    "npm ci",
    "npm run check",
    "npm test",
    "npm pack",
    "npm install --ignore-scripts ../swarm-eval-*.tgz",
    "npm sbom --sbom-format cyclonedx > ../sbom.cdx.json",
    "npm publish --provenance --access public ./swarm-eval-*.tgz",
    'gh release create "$GITHUB_REF_NAME" swarm-eval-*.tgz sbom.cdx.json --generate-notes',
  ];
  expect(lines.filter((line) => order.includes(line))).toEqual(order);
  // Without this right, npm cannot prove where it was built.
  expect(lines).toContain("id-token: write");
});
