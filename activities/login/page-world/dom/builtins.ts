/**
 * Built-ins as they are when our code starts. In frames inside of a page its own scripts run beside our code, and some put others in
 * their place later: fake clocks, old libraries, style sheets that are read from somewhere else.
 */
export const setTimeout = globalThis.setTimeout.bind(globalThis);
export const requestAnimationFrame = globalThis.requestAnimationFrame.bind(globalThis);
export const getComputedStyle = globalThis.getComputedStyle.bind(globalThis);
export const now = performance.now.bind(performance);
export const escapeCss = CSS.escape.bind(CSS);
