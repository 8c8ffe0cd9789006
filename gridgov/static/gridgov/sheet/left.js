// What of one user and sheet lies on this machine and is not on the server yet, for pages that send nothing.

import { Outbox } from "./outbox.js";
import { Photos } from "./photos.js";
import { Store, takeOver } from "./store.js";

// {operations, photos}, oldest first, as the page of the sheet would send them.
export async function leftBehind({ user, userName, sheetKey, evaluation }) {
  const owner = { user: Number(user), sheet: Number(sheetKey), owner: userName };
  const outbox = new Outbox({ user: owner.user, store: new Store("operations", owner) });
  const photos = new Photos({ user: owner.user, store: new Store("photos", owner) });
  await takeOver(outbox.store, evaluation);
  await Promise.all([outbox.load(), photos.load()]);
  return { operations: outbox.items, photos: photos.items };
}
