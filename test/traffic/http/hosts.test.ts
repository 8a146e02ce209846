import { describe, expect, it } from "vitest";
import { hostMatcher, hostProblem } from "../../../src/traffic/http/hosts.ts";

describe("a pattern of hosts", () => {
  it.each<[pattern: string, fits: string[], others: string[]]>([
    ["localhost", ["localhost", "localhost:8080", "LOCALHOST:1"], ["127.0.0.1", "a.localhost"]],
    ["localhost:8080", ["localhost:8080"], ["localhost", "localhost:80", "localhost:18080"]],
    ["127.0.0.1:*", ["127.0.0.1", "127.0.0.1:9", "127.1:9"], ["127.0.0.2:9", "localhost:9"]],
    ["[::1]:3000", ["[::1]:3000", "[0:0:0:0:0:0:0:1]:3000"], ["[::1]", "[::2]:3000"]],
    [
      "*.datadoghq.com",
      ["api.datadoghq.com", "a.b.datadoghq.com:443", "API.DatadogHQ.com."],
      ["datadoghq.com", "evildatadoghq.com", "datadoghq.com.evil.net"],
    ],
    ["api.example.com:443", ["api.example.com", "api.example.com:443"], ["api.example.com:8443"]],
    ["bücher.example", ["xn--bcher-kva.example", "bücher.example"], ["bucher.example"]],
    ["*.internal", ["metrics.internal"], ["internal"]],
    ["api.example.com.", ["api.example.com"], ["example.com"]],
  ])("%s", (pattern, fits, others) => {
    expect(hostProblem(pattern)).toBeUndefined();
    const matches = hostMatcher(["nothing.example", pattern]);
    expect([...fits, ...others].filter(matches)).toEqual(fits);
  });

  it("stands for nothing where there is none, or what is asked is no host", () => {
    expect(hostMatcher([])("localhost")).toBe(false);
    expect(hostMatcher(["localhost"])("a b")).toBe(false);
  });

  it.each([
    ["*", "it would let every request through"],
    ["*.*", "it would let every request through"],
    ["*:*", "it would let every request through"],
    ["*.com", "it would let through every host that ends in .com: name the domain too"],
    ["*.COM:443", "it would let through every host that ends in .com"],
    ["*.co.uk", "it would let through every host that ends in .co.uk"],
    ["api.*.com", '"*" stands only for all that is below a domain'],
    ["*api.example.com", '"*" stands only for all that is below a domain'],
    [".*", "it would let every request through"],
    [".*\\.example", '"*" stands only for'],
    ["*.0.0.1", "an address has nothing below it"],
    ["*.[::1]", "an address has nothing below it"],
    ["https://api.example.com", "it is not a host: write it without scheme and path"],
    ["api.example.com/v1", "it is not a host"],
    ["api.example.com:99999", "it is not a host"],
    ["::1", "it is not a host"],
    ["a b", "it is not a host"],
  ])("%s is refused", (pattern, problem) => {
    expect(hostProblem(pattern)).toContain(problem);
  });
});
