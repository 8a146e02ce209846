export interface Article {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** The help centre of Lantern, an app for notes. */
export const ARTICLES: readonly Article[] = [
  {
    id: "sync",
    title: "Notes differ between devices",
    text: "Lantern syncs a note whenever a device is online. Press Settings > Sync now on your phone and on your laptop. If both versions of a note were changed, both are kept, and you choose one.",
  },
  {
    id: "offline",
    title: "Writing without a connection",
    text: "What you write offline, on a plane or a train, is stored on the device and uploaded once there is a connection. Pictures wait for wifi unless mobile data is allowed.",
  },
  {
    id: "export",
    title: "Exporting your notes",
    text: "Settings > Export writes everything into one archive, as Markdown or PDF, with attachments in a folder of their own. Exporting a shared notebook needs its owner's consent.",
  },
  {
    id: "sharing",
    title: "Sharing a notebook",
    text: "Invite others by their address: readers can comment, editors can change. The owner can withdraw an invitation at any time.",
  },
  {
    id: "password",
    title: "Forgotten password",
    text: "Press Forgotten on the page where you sign in. The link that we send is good for one hour. Encrypted notes cannot be read again without the recovery key.",
  },
  {
    id: "refunds",
    title: "Refunds of a subscription",
    text: "A subscription is refunded in full within 14 days of payment. Later it runs until the end of the period that is paid.",
  },
  {
    id: "prices",
    title: "Plans and what they cost",
    text: "Lantern is free up to 200 notes. Plus costs 3 pounds a month, Family costs 6 for five people, and students pay half.",
  },
  {
    id: "leaving",
    title: "Deleting an account",
    text: "Settings > Account > Delete removes the account with all its notes after 30 days. Whoever signs in before then has it back.",
  },
];
