/** What a browser needs from the environment: its files, its screen, its fonts, its language, its proxy. On Windows names have no fixed case. */
const PASSED_ON = new Set(
  `HOME PATH USER LOGNAME SHELL TMPDIR TMP TEMP TZ LANG LANGUAGE
  DISPLAY WAYLAND_DISPLAY XAUTHORITY DBUS_SESSION_BUS_ADDRESS FONTCONFIG_FILE FONTCONFIG_PATH LD_LIBRARY_PATH
  HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY
  SYSTEMROOT WINDIR SYSTEMDRIVE USERPROFILE APPDATA LOCALAPPDATA PROGRAMDATA PROGRAMFILES PROGRAMFILES(X86)`.split(
    /\s+/,
  ),
);
const FAMILIES = /^(?:LC|XDG)_/;

const isPassedOn = (name: string): boolean => PASSED_ON.has(name.toUpperCase()) || FAMILIES.test(name);

/**
 * The environment that a Chromium of ours gets: what is listed here and nothing else. Settings of this process, access keys and the secrets
 * of whoever runs it stay out of a program that runs the code of strangers.
 *
 * @param env of this process
 * @param own variables of the Chromium that is started
 */
export const chromiumEnv = (
  env: Readonly<Record<string, string | undefined>>,
  own: Readonly<Record<string, string>>,
): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined && isPassedOn(entry[0])),
  ),
  ...own,
});
