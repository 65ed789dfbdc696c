/** Cookies of firewalls and load balancers: short-lived, and no session of a user. */
const INFRASTRUCTURE =
  /^(__cf_bm|_cfuvid|cf_clearance|_abck|ak_bmsc|bm_s[vz]|datadome|incap_ses_.*|visid_incap_.*|nlbi_.*|AWSALB(CORS|TG|TGCORS)?|aws-waf-token|TS[0-9a-f]{6,}|_px\w*|KP_UIDz.*)$/i;

export const isInfrastructure = (name: string): boolean => INFRASTRUCTURE.test(name);
