// Made by scripts/record-example.ts.
const LINES: Readonly<Record<string, readonly string[]>> = {
  "fixtures/example/greeting.1.jsonl": [
    '{"tape":2,"suite":"example","case":"greeting","trial":1,"model":null,"stream":false,"recorded_at":"2026-11-30","answered_by":"stand-in","hosts":["127.0.0.1:33831"],"client":"swarm-eval/0.1.0","case_file":"../evals/example.jsonl","clock":{"now":"2026-11-30T11:46:51.634Z","seed":"3vh8z81pnhl"}}',
    '{"part":1,"value":{"content":"Find out what the customer needs. Hand refunds over; answer all else yourself, briefly.","role":"system"}}',
    '{"part":2,"value":{"content":"Hello!","role":"user"}}',
    '{"part":3,"value":{"function":{"description":"Hands the customer over to refunds.","name":"transferToRefunds","parameters":{"properties":{},"required":[],"type":"object"}},"type":"function"}}',
    '{"request":1,"method":"POST","path":"/chat/completions","parts":{"messages":"1-2","tools":"3"},"json":{"model":"gpt-5.4","parallel_tool_calls":true}}',
    '{"reply":1,"status":200,"ms":240,"at":261,"headers":{"content-type":"application/json"},"json":{"object":"chat.completion","id":"chatcmpl-stand-in-2","created":0,"model":"gpt-5.4","choices":[{"index":0,"message":{"role":"assistant","content":"Hello! What can I do for you?"},"finish_reason":"stop"}],"usage":{"prompt_tokens":83,"completion_tokens":16,"total_tokens":99}}}',
    '{"end":{"exchanges":1,"crc32":"8aa6e4ca 3e1f8b5c 2ca3d62d 15d82cae 9c8f526d cb81b1d7"}}',
  ],
  "fixtures/example/refund.1.jsonl": [
    '{"tape":2,"suite":"example","case":"refund","trial":1,"model":null,"stream":false,"recorded_at":"2026-11-30","answered_by":"stand-in","hosts":["127.0.0.1:33831"],"client":"swarm-eval/0.1.0","case_file":"../evals/example.jsonl","clock":{"now":"2026-11-30T11:46:51.629Z","seed":"c4z9hcaybp"}}',
    '{"part":1,"value":{"content":"Find out what the customer needs. Hand refunds over; answer all else yourself, briefly.","role":"system"}}',
    '{"part":2,"value":{"content":"Please refund my order A7.","role":"user"}}',
    '{"part":3,"value":{"function":{"description":"Hands the customer over to refunds.","name":"transferToRefunds","parameters":{"properties":{},"required":[],"type":"object"}},"type":"function"}}',
    '{"request":1,"method":"POST","path":"/chat/completions","parts":{"messages":"1-2","tools":"3"},"json":{"model":"gpt-5.4","parallel_tool_calls":true}}',
    '{"reply":1,"status":200,"ms":37,"at":52,"headers":{"content-type":"application/json"},"json":{"object":"chat.completion","id":"chatcmpl-stand-in-2","created":0,"model":"gpt-5.4","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"call_2_1","type":"function","function":{"name":"transferToRefunds","arguments":"{}"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":88,"completion_tokens":36,"total_tokens":124}}}',
    '{"part":4,"value":{"content":"Refund orders. Say in one sentence what you did.","role":"system"}}',
    '{"part":5,"value":{"content":null,"role":"assistant","tool_calls":[{"function":{"arguments":"{}","name":"transferToRefunds"},"id":"call_2_1","type":"function"}]}}',
    '{"part":6,"value":{"content":"{\\"assistant\\":\\"Refunds\\"}","role":"tool","tool_call_id":"call_2_1"}}',
    '{"part":7,"value":{"function":{"description":"Refunds an order.","name":"refund","parameters":{"properties":{"order":{"description":"Its number, such as A7","type":"string"}},"required":["order"],"type":"object"}},"type":"function"}}',
    '{"request":2,"method":"POST","path":"/chat/completions","parts":{"messages":"4,2,5-6","tools":"7"},"json":{"model":"gpt-5.4","parallel_tool_calls":true}}',
    '{"reply":2,"status":200,"ms":23,"at":285,"headers":{"content-type":"application/json"},"json":{"object":"chat.completion","id":"chatcmpl-stand-in-4","created":0,"model":"gpt-5.4","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"call_4_1","type":"function","function":{"name":"refund","arguments":"{\\"order\\":\\"A7\\"}"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":145,"completion_tokens":37,"total_tokens":182}}}',
    '{"part":8,"value":{"content":null,"role":"assistant","tool_calls":[{"function":{"arguments":"{\\"order\\":\\"A7\\"}","name":"refund"},"id":"call_4_1","type":"function"}]}}',
    '{"part":9,"value":{"content":"A7 is refunded.","role":"tool","tool_call_id":"call_4_1"}}',
    '{"request":3,"method":"POST","path":"/chat/completions","parts":{"messages":"4,2,5-6,8-9","tools":"7"},"json":{"model":"gpt-5.4","parallel_tool_calls":true}}',
    '{"reply":3,"status":200,"ms":4,"at":292,"headers":{"content-type":"application/json"},"json":{"object":"chat.completion","id":"chatcmpl-stand-in-6","created":0,"model":"gpt-5.4","choices":[{"index":0,"message":{"role":"assistant","content":"I have refunded your order A7."},"finish_reason":"stop"}],"usage":{"prompt_tokens":200,"completion_tokens":16,"total_tokens":216}}}',
    '{"end":{"exchanges":3,"crc32":"13566716 3e1f8b5c 674977d6 15d82cae 9c8f526d c8b0afc3 ebf32e9e 00fb2aa9 1c8ed510 7917d272 f41ace92 c7f219ec 8b7ff10c 2a53b8a2 618f8969 f7b9b8a8"}}',
  ],
};

/** The recordings of the example's conversations, by their files. */
export const EXAMPLE_RECORDINGS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(LINES).map(([file, lines]) => [file, `${lines.join("\n")}\n`]),
);
