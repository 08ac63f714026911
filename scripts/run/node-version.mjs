/** The oldest Node that runs everything here; package.json's `engines` says the same. */
const oldest = "20.19.0";

/**
 * One sentence when this Node is too old, else undefined.
 * @param {string} version as in process.versions.node
 */
export function nodeComplaint(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [needMajor = 0, needMinor = 0] = oldest.split(".").map(Number);
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return undefined;
  return `Cofounder needs Node ${needMajor}.${needMinor} or newer, and this is Node ${version}. Install a newer Node and start again.`;
}
