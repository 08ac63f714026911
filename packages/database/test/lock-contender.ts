/** Tries to take the folder that it is told, and says how that went. Run by lock-folder.test.ts. */
import { lockFolder, type FolderLock } from "../src/embedded/index.ts";

let held: FolderLock | undefined;

process.on("message", (order: { take: string } | "release") => {
  if (order === "release") void held?.release().then(() => process.send?.("released"));
  else {
    lockFolder(order.take).then(
      (lock) => {
        held = lock;
        process.send?.("won");
      },
      (error: Error) => process.send?.(error.message),
    );
  }
});
process.send?.("ready");
