//! Around the library's service: what is no message and a handler that panics answer an error, and the session goes on.

use std::panic::AssertUnwindSafe;
use std::task::{Context, Poll};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tower_lsp::jsonrpc::{Error, Id, Request, Response};
use tower_service::Service;

use super::dialect;
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
        let request = dialect::understood(request);
        let offers = dialect::asks_for_contents(&request);
        let handled = AssertUnwindSafe(self.0.call(request)).catch_unwind();
        Box::pin(async move {
            match handled.await {
                Ok(answer) if offers => answer.map(|answer| answer.map(dialect::with_contents)),
                Ok(answer) => answer,
                Err(_) => Ok(id.map(|id| Response::from_error(id, Error::internal_error()))),
            }
        })
    }
}

fn answer<E: Send + 'static>(response: Option<Response>) -> BoxFuture<'static, Result<Option<Response>, E>> {
    Box::pin(async move { Ok(response) })
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
