/** Runs in the page. What stands in a shadow root has no path that `document.querySelector` could follow. */
export function reachable(paths: string[]): string[] {
  return paths.filter((css) => document.querySelectorAll(css).length === 1);
}
