import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";

it("the table of models is compared with what the API says of their days", async () => {
  const list = {
    data: [
      { id: "gpt-4o", shutdown_date: "2027-02-01" },
      { id: "gpt-7", shutdown_date: "2028-01-01" },
    ],
  };
  const server = createServer((request, response) => {
    response.statusCode = request.headers.authorization === "Bearer key" ? 200 : 401;
    response.end(JSON.stringify(list));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const { stdout } = await promisify(execFile)(process.execPath, ["scripts/models.ts"], {
    env: { ...process.env, OPENAI_BASE_URL: `http://127.0.0.1:${port}`, OPENAI_API_KEY: "key" },
  });
  expect(stdout).toContain("gpt-4o: 2027-02-01 by the API, 2027-01-14 in the table\n");
  expect(stdout).toContain("gpt-7: 2028-01-01 by the API, not in the table\n");
  expect(stdout).toContain("gpt-5.4: not listed by the API; no day in the table\n");
  // It has left, so that it is listed no more.
  expect(stdout).not.toContain("gpt-3.5-turbo");
});
