import { describeClient } from "./harness/describe-client.ts";

await describeClient("http2");
