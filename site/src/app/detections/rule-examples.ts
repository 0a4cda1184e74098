import type { Draft } from "./rule-editor";

/** Texts to begin with. */
export const examples: readonly { name: string; draft: Partial<Draft> }[] = [
  {
    name: "Example: expression",
    draft: {
      text: 'eventType eq "user.session.start"\nand outcome.result ne "SUCCESS"\nand not (client.geographicalContext.country eq "Germany")\n',
      title: "Failed sign-in from abroad",
    },
  },
  {
    name: "Example: Sigma",
    draft: {
      text: `title: An administrator's page from a script
logsource:
  product: okta
  service: okta
level: medium
detection:
  selection:
    eventType: user.session.access_admin_app
  browser:
    client.userAgent.rawUserAgent|startswith: Mozilla/
  condition: selection and not browser
`,
    },
  },
];
