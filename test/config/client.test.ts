import { expect, it } from "vitest";
import { baseUrlProblem, CLIENT_RULES } from "../../src/config/client.ts";

it.each([
  [
    "localhost:8080/v1",
    'it must begin with http:// or https://, such as "http://localhost:8080/v1"',
  ],
  [
    "api.example.com/v1",
    'it must begin with http:// or https://, such as "https://api.example.com/v1"',
  ],
  ["htps://api.example.com/v1", "https://api.example.com/v1"],
  ["http://", "it is not a URL"],
  ["http://local host/v1", "it is not a URL"],
  ["http://localhost/v1?key=1", "query parameters belong into defaultQuery"],
  [
    "http://localhost/v1/chat/completions",
    'it must end before /chat/completions, which is added to it: "http://localhost/v1"',
  ],
])("cannot ask %s, and says why", (address, problem) => {
  expect(baseUrlProblem(address)).toContain(problem);
});

it.each(["http://localhost:8080/v1", "https://openrouter.ai/api/v1/", "HTTP://127.0.0.1:1"])(
  "can ask %s",
  (address) => {
    expect(baseUrlProblem(address)).toBeUndefined();
  },
);

it("refuses headers that cannot be sent, and a key in place of its variable, without showing either", () => {
  const problems = (key: keyof typeof CLIENT_RULES, value: unknown): readonly string[] =>
    CLIENT_RULES[key](value).map((fault) => JSON.stringify(fault));
  expect(problems("defaultHeaders", { "x y": "1" }).join()).toContain(
    "is not the name of a header",
  );
  const value = problems("defaultHeaders", { "x-key": "s3cret\n" }).join();
  expect(value).toContain("the value of x-key has a character that no header may have");
  const key = problems("apiKeyEnv", "sk-s3cret").join();
  expect(key).toContain("it must be the name of an environment variable");
  expect(value + key).not.toContain("s3cret");
  expect(problems("defaultHeaders", { "X-Title": "Café" })).toEqual([]);
});
