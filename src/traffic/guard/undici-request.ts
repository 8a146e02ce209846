import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate } from "node:timers/promises";
import type { HeaderFields, IncomingReply } from "../http/http.ts";
import { fieldsOf, keptRawHeaders, rawOf } from "../http/kept-headers.ts";
import type { TapedExchange } from "./taped-exchange.ts";

type Method = (...args: unknown[]) => unknown;

/** A request as undici announces it, before it is queued. Its methods were renamed in version 8. */
export interface UndiciRequest {
  readonly origin: string | URL;
  readonly method: string;
  readonly path: string;
  readonly host: string | null;
  readonly contentType?: string | null;
  /** Lines of text until version 5, later names and values. */
  readonly headers: string | readonly string[];
  readonly upgrade: unknown;
  body: unknown;
  aborted: boolean;
  completed: boolean;
  abort: ((reason?: Error) => void) | null;
  readonly onBodySent: Method;
  readonly onRequestSent: Method;
  readonly onResponseStart?: Method;
}

const NAMES = {
  begin: "onConnect",
  headers: "onHeaders",
  data: "onData",
  end: "onComplete",
  error: "onError",
} as const;

const NAMES_SINCE_8 = {
  begin: "onRequestStart",
  headers: "onResponseStart",
  data: "onResponseData",
  end: "onResponseEnd",
  error: "onResponseError",
} as const;

function namesOf(request: UndiciRequest): typeof NAMES | typeof NAMES_SINCE_8 {
  return typeof request.onResponseStart === "function" ? NAMES_SINCE_8 : NAMES;
}

function methodOf(request: UndiciRequest, name: string): Method {
  return (request as unknown as Record<string, Method>)[name] as Method;
}

/** A proxy that needs no tunnel is asked by the whole URL. */
export function urlOf({ origin, path, host }: UndiciRequest): string {
  if (/^https?:\/\//i.test(path)) return path;
  const url = new URL(path, String(origin));
  // A virtual host.
  if (host != null && URL.canParse(`${url.protocol}//${host}`)) url.host = host;
  return url.href;
}

/** What is told of the body of a reply, which goes to its client as it is. */
interface BodyWatch {
  begun(headers: HeaderFields): void;
  /** Returns what the client must fail with. */
  received(piece: Uint8Array): Error | undefined;
  ended(): void;
}

/** Tells of the body of the reply to a request. */
export function watchBody(request: UndiciRequest, watch: BodyWatch): void {
  const names = namesOf(request);
  const [begin, receive, end] = [names.headers, names.data, names.end].map((name) =>
    methodOf(request, name),
  ) as [Method, Method, Method];
  Object.assign(request, {
    [names.headers]: (status: number, headers: RawHeaders, ...more: unknown[]) => {
      watch.begun(fieldsOfRaw(headers));
      return Reflect.apply(begin, request, [status, headers, ...more]);
    },
    [names.data]: (piece: Uint8Array) => {
      const error = watch.received(piece);
      return error === undefined
        ? Reflect.apply(receive, request, [piece])
        : void request.abort?.(error);
    },
    [names.end]: (...trailers: unknown[]) => {
      watch.ended();
      return Reflect.apply(end, request, trailers);
    },
  });
}

/** Records the reply to a request as undici gets it, and hides of its headers what a replay will not have. */
export function observeReply(request: UndiciRequest, exchange: TapedExchange): void {
  const names = namesOf(request);
  const original = Object.fromEntries(
    Object.values(names).map((name) => [name, methodOf(request, name)]),
  );
  // A pooled connection runs in the context of whoever opened it.
  const inContext = AsyncLocalStorage.snapshot();
  const call = (name: string, args: unknown[]): unknown =>
    inContext(() => Reflect.apply(original[name] as Method, request, args));
  Object.assign(request, {
    [names.begin]: (abort: (reason?: Error) => void, ...more: unknown[]) => {
      const giveUp = (reason?: Error): void => {
        if (exchange.isRecorded) exchange.giveUp();
        abort(reason);
      };
      return call(names.begin, [giveUp, ...more]);
    },
    [names.headers]: (status: number, headers: RawHeaders, resume: unknown, text: string) => {
      if (!exchange.isRecorded) return call(names.headers, [status, headers, resume, text]);
      const fields = fieldsOfRaw(headers);
      const kept =
        status < 200 ? exchange.informed(status, fields) : exchange.replied(status, text, fields);
      const seen = Array.isArray(headers)
        ? keptRawHeaders(headers, new Set(lowerCase(kept)))
        : kept;
      return call(names.headers, [status, seen, resume, text]);
    },
    [names.data]: (chunk: Uint8Array) => {
      const tooLarge = exchange.received(chunk);
      if (tooLarge !== undefined) return void request.abort?.(tooLarge);
      return call(names.data, [chunk]);
    },
    [names.end]: (trailers: RawHeaders) => {
      exchange.end(fieldsOfRaw(trailers ?? []));
      exchange.close();
      return call(names.end, [trailers]);
    },
    [names.error]: (error: unknown) => {
      if (!request.aborted) {
        exchange.fail(error);
        exchange.close();
      }
      return call(names.error, [error]);
    },
  });
}

/** Version 8 has an object over HTTP/2. */
type RawHeaders = readonly unknown[] | HeaderFields;

function fieldsOfRaw(headers: RawHeaders): HeaderFields {
  return Array.isArray(headers) ? fieldsOf(headers) : (headers as HeaderFields);
}

function lowerCase(headers: HeaderFields): string[] {
  return Object.keys(headers).map((name) => name.toLowerCase());
}

/**
 * Takes a request away from its client, for which it is aborted from now on, and returns how to give its caller a reply
 * all the same.
 */
export function takeOver(request: UndiciRequest) {
  const names = namesOf(request);
  const prototype = Object.getPrototypeOf(request) as UndiciRequest;
  const driven = Object.create(request) as UndiciRequest;
  Object.assign(driven, { aborted: false, completed: false });
  request.aborted = true;
  let isOver = false;
  let resumed = (): void => undefined;
  const call = (name: string, ...args: unknown[]): unknown =>
    Reflect.apply(methodOf(prototype, name), driven, args);
  const driver = {
    begin(abort: (reason?: Error) => void): void {
      call(names.begin, abort, {});
    },
    error(error: unknown): void {
      if (isOver) return;
      isOver = true;
      call(names.error, error);
    },
    /** Throws ConnectionError, and what the body throws. */
    async play(reply: IncomingReply): Promise<void> {
      const { informational = [], status, statusText, headers, body, trailers } = reply;
      const { STATUS_CODES } = process.getBuiltinModule("node:http");
      const text = statusText ?? STATUS_CODES[status] ?? "";
      const flows = (accepted: unknown): boolean => accepted !== false;
      const untilResumed = (): Promise<void> => new Promise((resolve) => (resumed = resolve));
      const resume = (): void => resumed();
      for (const early of informational.filter(({ status }) => status > 100))
        call(
          names.headers,
          early.status,
          bytesOf(early.headers),
          resume,
          STATUS_CODES[early.status] ?? "",
        );
      let waits = untilResumed();
      if (!flows(call(names.headers, status, bytesOf(headers), resume, text))) await waits;
      for await (const chunk of body) {
        if (isOver) return;
        waits = untilResumed();
        if (!flows(call(names.data, Buffer.from(chunk)))) await waits;
        // A caller gets each piece before the next, or before what breaks off.
        await setImmediate();
      }
      if (isOver) return;
      isOver = true;
      call(names.end, bytesOf(trailers ?? {}));
    },
  };
  return driver;
}

/** undici has names and values in bytes. */
function bytesOf(headers: HeaderFields): Buffer[] {
  return rawOf(headers).map((text) => Buffer.from(text, "latin1"));
}
