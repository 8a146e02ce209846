import { written, type OtlpSpan } from "../../reports/otlp-span.ts";
import { plural } from "../../text/count.ts";
import { send } from "../../traffic/http/transport.ts";
import { version } from "../../runs/settings/own-command.ts";
import { tell } from "./screen.ts";

const MAX_REPLY = 1024 * 1024;
const WAIT_MS = 10_000;

/**
 * Sends spans to a collector of OpenTelemetry by OTLP/HTTP in JSON, one request after the other. Where it is, and what it is
 * told, say the variables of OpenTelemetry's SDKs.
 */
export class Collector {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #resource: object;
  #sending: Promise<void> = Promise.resolve();
  #failed = 0;
  #why = "";

  constructor(environment: Readonly<Record<string, string | undefined>>) {
    const {
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint = "http://localhost:4318",
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url = `${endpoint.replace(/\/$/, "")}/v1/traces`,
      OTEL_EXPORTER_OTLP_HEADERS: headers = "",
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: own = "",
      OTEL_SERVICE_NAME: service,
      OTEL_RESOURCE_ATTRIBUTES: attributes = "",
    } = environment;
    this.#url = url;
    this.#headers = { ...pairs(headers), ...pairs(own) };
    const resource = { "service.name": "swarm-eval", ...pairs(attributes) };
    const named = service === undefined ? {} : { "service.name": service };
    this.#resource = { attributes: written({ ...resource, ...named }) };
  }

  send(spans: readonly OtlpSpan[]): void {
    const scopeSpans = [{ scope: { name: "swarm-eval", version: version() }, spans }];
    const body = JSON.stringify({ resourceSpans: [{ resource: this.#resource, scopeSpans }] });
    this.#sending = this.#sending.then(() => this.#post(body));
  }

  /** Resolves when all was sent. What could not be sent is told: no verdict depends on it. */
  async flush(): Promise<void> {
    await this.#sending;
    if (this.#failed === 0) return;
    tell(
      `warning: ${plural(this.#failed, "request")} with traces could not be sent to ${this.#url}: ${this.#why}. Where the collector is says OTEL_EXPORTER_OTLP_ENDPOINT.`,
    );
  }

  async #post(body: string): Promise<void> {
    try {
      const { status, body: reply } = await send({
        method: "POST",
        url: this.#url,
        headers: { "content-type": "application/json", ...this.#headers },
        body,
        maxBody: MAX_REPLY,
        connectTimeoutMs: WAIT_MS,
        timeoutMs: WAIT_MS,
      });
      for await (const _ of reply);
      if (status >= 300) throw new Error(`it answered with ${status}`);
    } catch (error) {
      this.#failed++;
      this.#why ||= (error as Error).message.replace(/\.$/, "");
    }
  }
}

/** `key=value,key=value`, percent-encoded. */
function pairs(text: string): Record<string, string> {
  const entries = text.split(",").flatMap((pair) => {
    const [key = "", ...value] = pair.split("=");
    return key.trim() === "" ? [] : [[key.trim(), decoded(value.join("=").trim())] as const];
  });
  return Object.fromEntries(entries);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
