import superagent, { type Response, type ResponseError } from "superagent";
import { digest, failure, kept } from "../harness/seen.ts";
import type { Situations } from "../harness/situation.ts";

function seen({ status, type, charset, headers, redirects, text, body, links }: Response): object {
  return {
    status,
    type,
    charset,
    headers: kept(headers),
    redirects,
    text,
    body: body as unknown,
    links,
  };
}

const rejected = async (asked: PromiseLike<unknown>): Promise<object> => {
  try {
    return { unexpected: String(await asked) };
  } catch (error) {
    const { response: reply } = error as ResponseError;
    return { ...failure(error), reply: reply && seen(reply) };
  }
};

/** superagent, as it comes. */
export default {
  "gets and posts": async ({ http, https }, say) => {
    say(seen(await superagent.get(`${http}/json`).query({ a: [1, 2], b: "ü" })));
    say(seen(await superagent.post(`${http}/echo`).send({ a: "Grüße" }).set("X-Own", "1")));
    say(seen(await superagent.post(`${http}/echo`).type("form").send({ a: "1" }).send({ b: "2" })));
    say(seen(await superagent.put(`${http}/echo`).type("text").send("text")));
    say(seen(await superagent.delete(`${http}/echo`)));
    say((await superagent.head(`${http}/text`)).headers["content-length"]);
    say(seen(await superagent.get(`${http}/pages`)));
    say(seen(await superagent.get(`${http}/nothing`)));
    say(seen(await superagent("PROPFIND", `${http}/dav`).buffer(true)));
    say(seen(await superagent.get(`${https}/json`)));
  },
  "sends a GET with a body": async ({ http }, say) => {
    say(seen(await superagent.get(`${http}/echo`).send({ q: "red" })));
  },
  "attaches files": async ({ http }, say) => {
    const file = Buffer.from("content");
    const asked = superagent.post(`${http}/echo`).field("name", "Grüße");
    say(seen(await asked.attach("file", file, "file.txt")));
  },
  "follows redirects": async ({ http }, say) => {
    for (const status of [301, 302, 303, 307, 308])
      say(seen(await superagent.get(`${http}/redirect/${status}?to=/redirect/302`)));
    say(seen(await superagent.post(`${http}/redirect/303`).send({ a: 1 })));
    say(await rejected(superagent.get(`${http}/redirect/302`).redirects(0)));
  },
  "undoes compressions": async ({ http }, say) => {
    for (const encoding of ["gzip", "br", "deflate", "negotiated"])
      say(seen(await superagent.get(`${http}/${encoding}`)));
  },
  "keeps cookies, pipes and retries": async ({ http }, say) => {
    const agent = superagent.agent();
    say(seen(await agent.get(`${http}/text`)));
    say(seen(await agent.get(`${http}/echo`)));
    say(seen(await superagent.get(`${http}/shaky`).retry(1)));
    const reply = await superagent.get(`${http}/big`).buffer(true).responseType("blob");
    say(digest(reply.body as Buffer));
  },
  "fails with its server": async ({ http }, say) => {
    for (const path of ["status/404", "status/500", "reset", "middle", "middle-of-chunks"])
      say(await rejected(superagent.get(`${http}/${path}`)));
    say(await rejected(superagent.get(`${http}/hang`).timeout(250)));
  },
} satisfies Situations;
