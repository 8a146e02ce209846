import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { Octokit } from "@octokit/rest";
import { EventSource } from "eventsource";
import OpenAI from "openai";
import { digest, failure } from "../harness/seen.ts";
import type { Situations } from "../harness/situation.ts";

function s3(endpoint: string): S3Client {
  const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "not-a-secret" };
  return new S3Client({ endpoint, credentials, region: "us-east-1", forcePathStyle: true });
}

/** It would write to the console otherwise. */
const log = { debug: silent, info: silent, warn: silent, error: silent };

function silent(): void {}

/** SDKs of well-known APIs. */
export default {
  "octokit: goes through pages": async ({ http: baseUrl }, say) => {
    const octokit = new Octokit({ baseUrl, log });
    say(await octokit.paginate("GET /pages"));
    const { status, url, data, headers } = await octokit.request("GET /pages", { page: 2 });
    say([status, url, data, headers.link]);
    say((await octokit.request("POST /echo", { title: "Grüße" })).data);
    const error = octokit.rest.repos.get({ owner: "nobody", repo: "nothing" });
    say(await error.then(String, failure));
  },
  "octokit: several at once": async ({ http: baseUrl }, say) => {
    const octokit = new Octokit({ baseUrl, log });
    const replies = [1, 2, 3].map((page) => octokit.request("GET /pages", { page }));
    say((await Promise.all(replies)).map(({ data }) => data as unknown));
  },
  "S3: puts, gets and lists": async ({ http }, say) => {
    const client = s3(http);
    const Bucket = "bucket";
    const Metadata = { colour: "red" };
    const put = new PutObjectCommand({ Bucket, Key: "small.txt", Body: "small", Metadata });
    const { ETag, $metadata } = await client.send(put);
    say([ETag, $metadata.httpStatusCode, $metadata.requestId]);
    const got = await client.send(new GetObjectCommand({ Bucket, Key: "small.txt" }));
    say([got.ETag, got.Metadata, got.ContentType, got.ContentLength, got.LastModified]);
    say(await got.Body?.transformToString());
    const part = await client.send(
      new GetObjectCommand({ Bucket, Key: "small.txt", Range: "bytes=1-2" }),
    );
    say([part.ContentRange, await part.Body?.transformToString()]);
    const { Contents, KeyCount } = await client.send(new ListObjectsV2Command({ Bucket }));
    say([Contents, KeyCount]);
    const none = client.send(new GetObjectCommand({ Bucket, Key: "none.txt" }));
    say(await none.then(String, failure));
    client.destroy();
  },
  "S3: puts more than 2 MB, which waits for 100": async ({ http }, say) => {
    const client = s3(http);
    const Body = Buffer.alloc(2_500_000, "0123456789");
    const put = new PutObjectCommand({ Bucket: "bucket", Key: "big.bin", Body });
    say((await client.send(put)).ETag);
    const got = await client.send(new GetObjectCommand({ Bucket: "bucket", Key: "big.bin" }));
    say(digest((await got.Body?.transformToByteArray()) ?? ""));
    client.destroy();
  },
  "MCP: lists and calls tools in a session": async ({ http }, say) => {
    const client = new Client({ name: "tester", version: "1.0.0" });
    const transport = new StreamableHTTPClientTransport(new URL(`${http}/mcp`));
    const notices: unknown[] = [];
    // Its types are not made for `exactOptionalPropertyTypes`.
    await client.connect(transport as Parameters<Client["connect"]>[0]);
    say([transport.sessionId, client.getServerVersion()]);
    say(await client.listTools());
    const onprogress = (progress: unknown): number => notices.push(progress);
    for (const name of ["Ada", "Grace"])
      say(await client.callTool({ name: "greet", arguments: { name } }, undefined, { onprogress }));
    say(notices);
    await transport.terminateSession();
    say(transport.sessionId);
    await client.close();
  },
  "openai: uploads a file": async ({ http }, say) => {
    const client = new OpenAI({ apiKey: "none", baseURL: http });
    const file = new File(["content"], "file.txt");
    say((await client.files.create({ file, purpose: "assistants" }).asResponse()).status);
  },
  "openai: streams a completion, whose last event is [DONE]": async ({ http }, say) => {
    const client = new OpenAI({ apiKey: "none", baseURL: http });
    const messages = [{ role: "user" as const, content: "Hello" }];
    const asked = { model: "gpt-5.4", messages, stream: true } as const;
    for await (const chunk of await client.chat.completions.create(asked)) say(chunk);
    const raw = await client.chat.completions.create(asked).asResponse();
    say(await raw.text());
  },
  "eventsource: listens to events": async ({ http }, say) => {
    const events = new EventSource(`${http}/events`);
    const heard: unknown[] = [];
    await new Promise<void>((resolve) => {
      events.addEventListener("open", () => heard.push("open"));
      events.addEventListener("greeting", ({ data, lastEventId }) =>
        heard.push([data, lastEventId]),
      );
      events.addEventListener("message", ({ data }) => {
        heard.push(data);
        if (data === "[DONE]") resolve();
      });
    });
    events.close();
    say(heard);
  },
} satisfies Situations;
