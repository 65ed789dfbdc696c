/** Runs in the page by itself, without the agent. Marks the smallest elements whose text holds one of the needles. */
export function markRepeats({ needles, mark }: { needles: readonly string[]; mark: string }): void {
  const lower = needles.map((needle) => needle.toLowerCase());
  const includesNeedle = (text: string): boolean => {
    const shown = text.replaceAll(/\s+/g, ' ').toLowerCase();
    return lower.some((needle) => shown.includes(needle));
  };
  const holds = (node: Element): boolean => includesNeedle(node.textContent ?? '');
  const ownText = (node: Element): string =>
    [...node.childNodes].map((child) => (child.nodeType === Node.TEXT_NODE ? child.textContent : '')).join(' ');
  const visit = (root: Element | ShadowRoot): void => {
    for (const child of root.children) {
      if (child.shadowRoot) visit(child.shadowRoot);
      if (!holds(child)) continue;
      const deeper = [...child.children].some(holds);
      if (deeper) visit(child);
      if (!deeper || includesNeedle(ownText(child))) child.setAttribute(mark, '');
    }
  };
  visit(document.documentElement);
}
