//! Around the library's service: a handler that panics answers an error, and the session goes on.

use std::panic::AssertUnwindSafe;
use std::task::{Context, Poll};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::{Map, Value};
use tower_lsp::jsonrpc::{Error, Id, Request, Response};
use tower_service::Service;

use super::announced::CONTENTS;
use super::contents;
use super::framing::{NOT_A_MESSAGE, NOT_JSON};

/// Sees each message, in the order of its arrival, before the library does.
#[derive(Debug)]
pub struct Ingress<S>(pub S);

impl<S> Service<Request> for Ingress<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = Option<Response>;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Option<Response>, S::Error>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        match request.method() {
            NOT_JSON => return answer(Some(Response::from_error(Id::Null, Error::parse_error()))),
            NOT_A_MESSAGE => return answer(Some(Response::from_error(Id::Null, Error::invalid_request()))),
            _ => {}
        }
        let id = request.id().cloned();
        let request = with_both_names(without_null(request));
        let offers =
            request.method() == "initialize" && request.params().is_some_and(|it| it.pointer(ANNOUNCED).is_some());
        let handled = AssertUnwindSafe(self.0.call(request)).catch_unwind();
        Box::pin(async move {
            match handled.await {
                Ok(answer) if offers => answer.map(|answer| answer.map(with_contents)),
                Ok(answer) => answer,
                Err(_) => Ok(id.map(|id| Response::from_error(id, Error::internal_error()))),
            }
        })
    }
}

/// Where [`with_both_names`] puts it.
const ANNOUNCED: &str = "/capabilities/experimental/onrecord~1textDocumentContent";

/// Adds to what the server can do that it knows the contents of texts that lie in no file.
fn with_contents(response: Response) -> Response {
    let (id, result) = response.into_parts();
    let Ok(mut result) = result else { return Response::from_parts(id, result) };
    if let Some(Value::Object(workspace)) = result.pointer_mut("/capabilities/workspace") {
        workspace.insert("textDocumentContent".to_owned(), serde_json::json!({"schemes": [contents::SCHEME]}));
    }
    Response::from_ok(id, result)
}

fn answer<E: Send + 'static>(response: Option<Response>) -> BoxFuture<'static, Result<Option<Response>, E>> {
    Box::pin(async move { Ok(response) })
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
    use super::*;
    use std::future::Future;
    use std::pin::Pin;

    struct Panics;

    impl Service<Request> for Panics {
        type Response = Option<Response>;
        type Error = std::convert::Infallible;
        type Future = Pin<Box<dyn Future<Output = Result<Option<Response>, Self::Error>> + Send>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, _: Request) -> Self::Future {
            Box::pin(async { panic!("a handler with a fault") })
        }
    }

    #[test]
    fn a_panic_is_an_error_response() {
        let mut ingress = Ingress(Panics);
        let request = Request::build("textDocument/hover").id(7).finish();
        let response =
            ingress.call(request).now_or_never().expect("is ready").expect("cannot fail").expect("has an id");
        assert_eq!(response, Response::from_error(Id::Number(7), Error::internal_error()));
        let notification = Request::build("textDocument/didSave").finish();
        assert_eq!(ingress.call(notification).now_or_never(), Some(Ok(None)));
    }
}
