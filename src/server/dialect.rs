//! What editors say and the library lacks or has under another name, made what it understands; and back.

use serde_json::{Map, Value};
use tower_lsp::jsonrpc::{Request, Response};

use super::announced::CONTENTS;
use super::contents;

/// A request as the library understands it.
pub fn understood(request: Request) -> Request {
    with_both_names(without_null(request))
}

/// Where [`with_both_names`] puts it.
const ANNOUNCED: &str = "/capabilities/experimental/onrecord~1textDocumentContent";

/// Whether an editor announces that it asks for the contents of texts that lie in no file; of an understood request.
pub fn asks_for_contents(request: &Request) -> bool {
    request.method() == "initialize" && request.params().is_some_and(|params| params.pointer(ANNOUNCED).is_some())
}

/// Adds to what the server can do that it knows the contents of texts that lie in no file.
pub fn with_contents(response: Response) -> Response {
    let (id, result) = response.into_parts();
    let Ok(mut result) = result else { return Response::from_parts(id, result) };
    if let Some(Value::Object(workspace)) = result.pointer_mut("/capabilities/workspace") {
        workspace.insert("textDocumentContent".to_owned(), serde_json::json!({"schemes": [contents::SCHEME]}));
    }
    Response::from_ok(id, result)
}

/// Some editors send `null` where a method takes no parameters; the library would refuse it.
fn without_null(request: Request) -> Request {
    if request.params() != Some(&Value::Null) {
        return request;
    }
    let (method, id, _) = request.into_parts();
    let request = Request::build(method);
    match id {
        Some(id) => request.id(id).finish(),
        None => request.finish(),
    }
}

/// The library looks for `workspace.diagnostic` where the protocol has `workspace.diagnostics`, and not at all for
/// `workspace.textDocumentContent`.
fn with_both_names(request: Request) -> Request {
    if request.method() != "initialize" {
        return request;
    }
    let (method, id, params) = request.into_parts();
    let mut params = params.unwrap_or(Value::Null);
    if let Some(Value::Object(workspace)) = params.pointer_mut("/capabilities/workspace")
        && let Some(known) = workspace.get("diagnostics").cloned()
    {
        workspace.insert("diagnostic".to_owned(), known);
    }
    if params.pointer("/capabilities/workspace/textDocumentContent").is_some_and(Value::is_object)
        && let Some(Value::Object(capabilities)) = params.get_mut("capabilities")
        && let experimental = capabilities.entry("experimental").or_insert_with(|| Value::Object(Map::new()))
        && let Some(experimental) = experimental.as_object_mut()
    {
        experimental.insert(CONTENTS.to_owned(), Value::Bool(true));
    }
    let request = Request::build(method).params(params);
    match id {
        Some(id) => request.id(id).finish(),
        None => request.finish(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_an_editor_announces_is_there_under_the_librarys_names() {
        let said = json!({"capabilities": {"workspace": {
            "diagnostics": {"refreshSupport": true}, "textDocumentContent": {"dynamicRegistration": false}
        }}});
        let request = understood(Request::build("initialize").params(said).id(1).finish());
        assert!(asks_for_contents(&request));
        let known = request.params().and_then(|params| params.pointer("/capabilities/workspace/diagnostic"));
        assert_eq!(known, Some(&json!({"refreshSupport": true})));
        assert_eq!(request.id(), Some(&1.into()));
        let silent = understood(Request::build("initialize").params(json!({"capabilities": {}})).id(1).finish());
        assert!(!asks_for_contents(&silent));
    }

    #[test]
    fn no_parameters_are_none() {
        let request = understood(Request::build("shutdown").params(Value::Null).id(7).finish());
        assert_eq!((request.params(), request.id()), (None, Some(&7.into())));
    }
}
