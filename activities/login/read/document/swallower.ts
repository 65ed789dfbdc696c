/**
 * Text of a function that runs in a frame inside a page, in our world and before the frame's own scripts. Told to, it keeps every key from them:
 * a frame that takes the focus while keys are pressed hears none.
 */
export const swallower = `() => {
  let isOn = false;
  const swallow = (event) => {
    if (!isOn || !event.isTrusted) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  for (const kind of ['keydown', 'keypress', 'keyup', 'beforeinput', 'input'])
    addEventListener(kind, swallow, { capture: true, passive: false });
  return { swallow: (on) => { isOn = on; } };
}`;
