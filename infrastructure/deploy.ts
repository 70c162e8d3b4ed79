// `npm run deploy -- --param Mode=observe --param SecurityEmail=security@example.com`
import { readChoices, type Choices } from './deployment-choices.ts';
import { aboutCredentials, aboutTheDeployer, afterwards } from './deployment-notes.ts';
import { readDeployingIdentity } from './deploying-identity.ts';
import { PROJECT, showOsls } from './run-osls.ts';

const args = process.argv.slice(2);
const choices = readChoices(args);
process.exitCode = choices.kind === 'chosen' ? await deploy(choices) : refuse(choices.why, 2);

async function deploy(chosen: Choices): Promise<number> {
  try {
    const { arn, posture } = await readDeployingIdentity(chosen);
    console.log(`Deploying as ${arn} to ${chosen.region}, Mode=${chosen.mode}.`);
    const warning = aboutTheDeployer(posture, chosen.mode);
    if (warning !== undefined) console.warn(warning);
  } catch (error) {
    return refuse(aboutCredentials(error, chosen.region), 1);
  }
  const exitCode = await showOsls({ args: ['deploy', ...args], directory: PROJECT });
  if (exitCode === 0) console.log(afterwards(chosen));
  return exitCode;
}

function refuse(why: string, exitCode: number): number {
  console.error(why);
  return exitCode;
}
