/** A span of OTLP JSON. */
export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  /** Nanoseconds since 1970, as 64-bit numbers are written in OTLP JSON. */
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly OtlpAttribute[];
  readonly events: readonly OtlpEvent[];
  readonly status?: { readonly code: number; readonly message?: string };
}

export interface OtlpAttribute {
  readonly key: string;
  readonly value: object;
}

interface OtlpEvent {
  readonly timeUnixNano: string;
  readonly name: string;
  readonly attributes: readonly OtlpAttribute[];
}

export const KIND = { internal: 1, client: 3 } as const;

/** What a span is, but for its ids. Times are in milliseconds since the trial began. */
export interface SpanDraft {
  readonly name: string;
  readonly kind?: number;
  readonly from: number;
  readonly to: number;
  readonly attributes: Attributes;
  /** At its end. */
  readonly events?: readonly { readonly name: string; readonly attributes: Attributes }[];
  /** What went wrong; undefined if nothing did. */
  readonly error?: string | undefined;
}

/** Values that are undefined are left out. */
export type Attributes = Readonly<
  Record<string, string | number | boolean | readonly string[] | undefined>
>;

/** The spans of one trace, in the order in which they are begun. */
export class Trace {
  readonly spans: OtlpSpan[] = [];
  readonly #traceId: string;
  readonly #startMs: number;

  /** `key` tells the trace from every other: the same key gives the same ids. `startMs` is in milliseconds since 1970. */
  constructor(key: string, startMs: number) {
    this.#traceId = hashed(key, 32);
    this.#startMs = startMs;
  }

  /** Adds a span, within another if one is named. Returns its id. */
  add(draft: SpanDraft, parent?: string): string {
    const { name, kind = KIND.internal, from, to, attributes, events = [], error } = draft;
    const spanId = hashed(`${this.#traceId} ${this.spans.length}`, 16);
    const timeUnixNano = this.#nanoseconds(to);
    this.spans.push({
      traceId: this.#traceId,
      spanId,
      ...(parent === undefined ? {} : { parentSpanId: parent }),
      name,
      kind,
      startTimeUnixNano: this.#nanoseconds(from),
      endTimeUnixNano: timeUnixNano,
      attributes: written(attributes),
      events: events.map((event) => ({
        timeUnixNano,
        name: event.name,
        attributes: written(event.attributes),
      })),
      ...(error === undefined ? {} : { status: { code: 2, message: error } }),
    });
    return spanId;
  }

  #nanoseconds(ms: number): string {
    return `${BigInt(Math.round(this.#startMs + ms)) * 1_000_000n}`;
  }
}

function hashed(text: string, digits: number): string {
  const { hash } = process.getBuiltinModule("node:crypto");
  return hash("sha256", text).slice(0, digits);
}

/** Attributes as OTLP JSON has them. */
export function written(attributes: Attributes): OtlpAttribute[] {
  return Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: anyValue(value) }],
  );
}

function anyValue(value: NonNullable<Attributes[string]>): object {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value !== "number") return { arrayValue: { values: value.map(anyValue) } };
  return Number.isSafeInteger(value) ? { intValue: `${value}` } : { doubleValue: value };
}
