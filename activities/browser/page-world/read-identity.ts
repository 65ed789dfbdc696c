interface UserAgentData {
  readonly brands: Brand[];
  readonly mobile: boolean;
  readonly platform: string;
  getHighEntropyValues(names: string[]): Promise<{
    readonly fullVersionList: Brand[];
    readonly platformVersion: string;
    readonly architecture: string;
    readonly bitness: string;
    readonly model: string;
    readonly wow64: boolean;
  }>;
}
interface Brand {
  readonly brand: string;
  readonly version: string;
}

/** Runs in an empty page. What the browser says of itself, as `BrowserIdentity` in contract/profile/profile-session.ts has it. */
export async function readIdentity() {
  const { userAgentData: data } = navigator as { readonly userAgentData?: UserAgentData };
  const names = ['fullVersionList', 'platformVersion', 'architecture', 'bitness', 'model', 'wow64'];
  const more = await data?.getHighEntropyValues(names);
  return {
    user_agent: navigator.userAgent,
    client_hints:
      data === undefined || more === undefined
        ? null
        : {
            brands: data.brands.map(({ brand, version }) => ({ brand, version })),
            fullVersionList: more.fullVersionList.map(({ brand, version }) => ({ brand, version })),
            platform: data.platform,
            platformVersion: more.platformVersion,
            architecture: more.architecture,
            bitness: more.bitness,
            model: more.model,
            mobile: data.mobile,
            wow64: more.wow64,
          },
    // Without a language set on the machine, the name has an ending that is not a language (`en-US@posix`).
    languages: navigator.languages.map((language) => language.replace(/@.*/, '')),
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}
