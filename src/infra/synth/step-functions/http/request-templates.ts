import { ref } from '../../../template'

/**
 * The templates that make the input of a state machine of a request. Space and all they are those of
 * serverless-step-functions 3.28.1 (`events/apiGateway/methods.js`, MIT licence): the templates have to be equal.
 */
const PROXY = `
  #define( $loop )
  {
    #foreach($key in $map.keySet())
      #set( $k = $util.escapeJavaScript($key) )
      #set( $v = $util.escapeJavaScript($map.get($key)).replaceAll("\\\\'", "'") )
      "$k":
        #if ("$v" == "")
          null
        #else
          "$v"
        #end
        #if( $foreach.hasNext ) , #end
    #end
  }
  #end
  #define( $smInput )
  {
    "resource": "$context.resourcePath",
    "path": "$context.path",
    "httpMethod": "$context.httpMethod",
    #set( $map = $input.params().header )
    "headers": $loop,

    #if ($input.params().querystring.size() == 0)
    "queryStringParameters": null,
    #else
    #set( $map = $input.params().querystring )
    "queryStringParameters": $loop,
    #end

    #if ($input.params().path.size() == 0)
    "pathParameters": null,
    #else
    #set( $map = $input.params().path )
    "pathParameters": $loop,
    #end

    #if ($stageVariables.size() == 0)
    "stageVariables": null,
    #else
    #set( $map = $stageVariables )
    "stageVariables": $loop,
    #end

    "requestContext": {
      "resourceId": "$context.resourceId",
      "resourcePath": "$context.resourcePath",
      "httpMethod": "$context.httpMethod",
      "extendedRequestId": "$context.extendedRequestId",
      "requestTime": "$context.requestTime",
      "path": "$context.path",
      "accountId": "\${AccountId}",
      "protocol": "$context.protocol",
      "stage": "$context.stage",
      "domainPrefix": "$context.domainPrefix",
      "requestTimeEpoch": $context.requestTimeEpoch,
      "requestId": "$context.requestId",
      #set( $map = $context.identity )
      "identity": $loop,
      "domainName": "$context.domainName",
      #set( $map = $context.authorizer )
      "authorizer": $loop,
      "apiId": "$context.apiId"
    },
    "body": "$util.escapeJavaScript("$body").replaceAll("\\\\'", "'")",
    "isBase64Encoded": false
  }
  #end
  {
    "input": "$util.escapeJavaScript("$smInput").replaceAll("\\\\'", "'")",
    "name":"$context.requestId",
    "stateMachineArn":"\${StateMachineArn}"
  }`

const PROXY_JSON = `
  #set( $body = $input.body )
  ${PROXY}`

const PROXY_FORM = `
  #define( $body )
    {
    #foreach( $token in $input.path('$').split('&') )
      #set( $keyVal = $token.split('=') )
      #set( $keyValSize = $keyVal.size() )
      #if( $keyValSize >= 1 )
        #set( $key = $util.escapeJavaScript($util.urlDecode($keyVal[0])) )
        #if( $keyValSize >= 2 )
          #set($val = $util.escapeJavaScript($util.urlDecode($keyVal[1])).replaceAll("\\\\'","'"))
        #else
          #set( $val = '' )
        #end
        "$key": "$val"#if($foreach.hasNext),#end
      #end
    #end
    }
  #end
  ${PROXY}`

/** What starts a machine with the body of the request. */
const BODY = `
#set( $body = $util.escapeJavaScript($input.json('$')).replaceAll("\\\\'", "'") )
{"input": "$body", "name": "$context.requestId", "stateMachineArn":"\${StateMachineArn}"}`

/** Templates by content type. */
export type Templates = Readonly<Record<string, unknown>>

/** The machine gets the body. */
export function bodyTemplates(machineId: string): Templates {
  const template = { 'Fn::Sub': [BODY, { StateMachineArn: ref(machineId) }] }
  return { 'application/json': template, 'application/x-www-form-urlencoded': template }
}

/** The machine gets the request as a function would: `request.template: lambda_proxy`. */
export function proxyTemplates(machineId: string): Templates {
  const of = (template: string) => ({
    'Fn::Sub': [template, { StateMachineArn: ref(machineId), AccountId: ref('AWS::AccountId') }],
  })
  return { 'application/json': of(PROXY_JSON), 'application/x-www-form-urlencoded': of(PROXY_FORM) }
}
