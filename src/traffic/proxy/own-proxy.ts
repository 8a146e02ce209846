/** Tells the processes of a program which proxy is theirs, as `127.0.0.1:4010`: they reach nothing else. */
export const OWN_PROXY = "SWARM_EVAL_PROXY";
