/** No file of rules is larger; a log may have any name. */
const most = 4 << 20;

/** Whether a file is one of Sigma rules, by its name. */
export function isRuleFile(file: File): boolean {
  return /\.ya?ml$/i.test(file.name) && file.size <= most;
}
