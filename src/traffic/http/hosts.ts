/** Hosts that a pattern stands for: `localhost`, `127.0.0.1:*`, `*.example.com`, each with a port or for any. */
interface HostPattern {
  /** As URLs spell it. */
  readonly name: string;
  /** Whether it stands for what is below that domain, and not for the domain itself. */
  readonly below: boolean;
  /** Undefined for any. */
  readonly port: string | undefined;
}

const FORM = /^(?<below>\*\.)?(?<name>\[[\da-f:.]+\]|[^\s/\\@?#:*[\]]+)(?::(?<port>\d+|\*))?$/i;

function readPattern(pattern: string): HostPattern | undefined {
  const { below, name = "", port } = FORM.exec(pattern)?.groups ?? {};
  const url = URL.parse(`http://${name}`);
  if (url === null || Number(port) > 65_535) return undefined;
  return {
    name: withoutDot(url.hostname),
    below: below !== undefined,
    port: port === "*" ? undefined : port,
  };
}

/** Whether a host, as `URL.host` has it, or the path of a socket is one of those that are let through. The patterns are those that have no problem. */
export function hostMatcher(patterns: readonly string[]): (host: string) => boolean {
  const read = patterns.flatMap((pattern) => readPattern(pattern) ?? []);
  return (host) => {
    if (isPath(host)) return patterns.includes(host);
    const url = URL.parse(`http://${host}`);
    if (url === null) return false;
    const name = withoutDot(url.hostname);
    // A URL does not say the port that its scheme stands for.
    const ports = url.port === "" ? ["80", "443"] : [url.port];
    return read.some(
      (one) =>
        (one.below ? name.endsWith(`.${one.name}`) : name === one.name) &&
        (one.port === undefined || ports.includes(one.port)),
    );
  };
}

/** A socket of this machine that is a file. */
function isPath(host: string): boolean {
  return host.startsWith("/");
}

function withoutDot(name: string): string {
  return name.replace(/\.$/, "");
}

/** Domains of one label that nobody can register: what is below them is on this machine or in its network. */
const LOCAL = new Set(["internal", "local", "localhost", "test"]);

/** Domains of two labels below which anybody can register one, in their usual forms: `co.uk`, `com.au`. */
const SHARED = /^(?:ac|co|com|edu|go|gob|gov|mil|ne|net|nom|or|org)\.[a-z]{2}$/;

/** Why a pattern of hosts cannot be used, as a clause; undefined if it can. */
export function hostProblem(pattern: string): string | undefined {
  if (isPath(pattern)) return undefined;
  if (/^[*.:]+$/.test(pattern))
    return 'it would let every request through, and recordings would hold nothing: name the hosts, such as "localhost" or "*.example.com"';
  const read = readPattern(pattern);
  if (read === undefined) {
    return pattern.replace(/^\*\.|:\*$/g, "").includes("*")
      ? '"*" stands only for all that is below a domain, "*.example.com", and for any port, "localhost:*"'
      : 'it is not a host: write it without scheme and path, such as "api.example.com" or "localhost:8080"';
  }
  const { name, below } = read;
  if (!below) return undefined;
  if (/^[\d.]+$|^\[/.test(name)) return "an address has nothing below it: name it in full";
  if ((name.includes(".") || LOCAL.has(name)) && !SHARED.test(name)) return undefined;
  return `it would let through every host that ends in .${name}: name the domain too, such as "*.example.${name}"`;
}
