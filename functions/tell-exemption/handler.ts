import { parseExemptionChanges } from '../../shared/events/parse-exemption-changes.ts';
import { exemptionServices } from '../../shared/runtime/exemption-services.ts';
import { lambda } from '../../shared/runtime/lambda.ts';
import { tellExemptionChanges } from '../../shared/workflow/tell-exemption-changes.ts';

/** Somebody wrote into the table of exemptions: security hears what. */
export const handler = lambda(exemptionServices, async (event, services) =>
  tellExemptionChanges(parseExemptionChanges(event), services),
);
