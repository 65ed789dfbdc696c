/** What Temporal's UI shows of the workflow of an agent: who starts it says so. */
export const agentMetadata = ({ domain, profile_name }: { readonly domain: string; readonly profile_name: string }) =>
  ({
    staticSummary: `keep ${domain} logged in, profile ${profile_name}`,
    staticDetails:
      'Runs for as long as the agent is there. Each login is a child of it; between logins it sleeps until the session ends, or until somebody asks for one.',
  }) as const;
