namespace ContentApi.Tests.ContractConformance;

/// <summary>
/// Validates each request and response of the tests against the contract. An undocumented request or response fails the test, whatever it
/// tests.
/// </summary>
/// <param name="inner">The handler that sends the request.</param>
/// <param name="recordsCoverage">Whether the requests count towards <see cref="Coverage"/>. Random requests do not.</param>
internal sealed class CheckedHandler(HttpMessageHandler inner, bool recordsCoverage = true) : DelegatingHandler(inner)
{
    /// <summary>Creates a client that validates responses and does not follow redirects.</summary>
    public static HttpClient Client(Uri? baseAddress = null, int connections = int.MaxValue, bool recordsCoverage = true) =>
        new(new CheckedHandler(new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = connections }, recordsCoverage)) { BaseAddress = baseAddress };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (!request.RequestUri!.AbsolutePath.StartsWith("/v1/", StringComparison.Ordinal) || request.Method == HttpMethod.Options)
        {
            return response; // the contract does not cover health checks, itself, Swagger UI and preflight requests
        }

        var violations = await ExchangeValidator.Validate(request, response, recordsCoverage, cancellationToken);
        if (violations.Count > 0)
        {
            var message = $"{request.Method} {request.RequestUri.PathAndQuery} returned {(int)response.StatusCode} and violates the contract:\n  {string.Join("\n  ", violations)}";
            if (recordsCoverage)
            {
                Coverage.Violations.Add(message);
            }

            response.Dispose();
            Assert.Fail(message);
        }

        return response;
    }
}
