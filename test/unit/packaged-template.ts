import { packageStack } from '../../infrastructure/package-stack.ts';
import { resolveTemplate, type Known, type Template } from './resolve-template.ts';

/** Packaged once for whoever imports this, as `npm run package` does, in a folder of its own. */
export const packaged = await packageStack();

export const template = packaged.template as Template;

export const HERE: Known = {
  'AWS::AccountId': '111122223333',
  'AWS::Partition': 'aws',
  'AWS::StackId': 'StackId',
  'AWS::Region': 'us-east-1',
  'AWS::StackName': 'aws-mfa-enforcer-prod',
};

/** The template as these parameters leave it. */
export const deployedWith = (parameters: Known): Template => resolveTemplate(template, { ...HERE, ...parameters });

export const enforcing = resolveTemplate(template, { ...HERE, Mode: 'enforce' });
export const observing = resolveTemplate(template, { ...HERE, Mode: 'observe' });
