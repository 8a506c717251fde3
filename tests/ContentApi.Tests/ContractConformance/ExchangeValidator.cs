using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace ContentApi.Tests.ContractConformance;

/// <summary>Validates a request and its response against the contract.</summary>
internal sealed class ExchangeValidator(HttpRequestMessage request, HttpResponseMessage response)
{
    /// <summary>Headers that HTTP, browsers or proxies define. The contract need not document them.</summary>
    private static readonly HashSet<string> StandardHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Date", "Server", "Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length", "Content-Type", "Content-Encoding", "Vary", "Age", "Cache-Status",
        "X-Content-Type-Options", "Content-Security-Policy", "Referrer-Policy", "Strict-Transport-Security", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "X-Proxy",
    };

    /// <summary>Statuses that any URL can return, because no operation has been matched yet or none matches.</summary>
    private static readonly string[] CommonStatuses = ["401", "404", "405", "414", "429", "431", "503"];

    /// <summary>The UTF-8 byte order mark. Parsers may ignore it (RFC 8259 section 8.1), and the service does.</summary>
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private static readonly OpenApiContract Contract = OpenApiContract.Committed;

    private readonly List<string> violations = [];
    private readonly string status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns all violations of the contract.</summary>
    public static async Task<IReadOnlyList<string>> Validate(HttpRequestMessage request, HttpResponseMessage response, bool recordsCoverage, CancellationToken cancellationToken)
    {
        var validator = new ExchangeValidator(request, response);
        await validator.ValidateExchange(recordsCoverage, cancellationToken);
        return validator.violations;
    }

    private async Task ValidateExchange(bool recordsCoverage, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        var method = request.Method == HttpMethod.Head ? "GET" : request.Method.Method;
        var body = await ReadBody(cancellationToken);
        if (Contract.Find(method, path, out var values) is not { } operation)
        {
            var others = Contract.OperationsAt(path);
            ValidateCommonProblem(body, others.Count > 0 ? "405" : "404");
            foreach (var other in others.Where(_ => recordsCoverage && status == "405" && violations.Count == 0))
            {
                Coverage.Record(other, status, []);
            }

            return;
        }

        if (operation.Responses.TryGetValue(status, out var documented))
        {
            ValidateResponse(operation, documented, body);
        }
        else
        {
            ValidateCommonProblem(body, "414", "431");
        }

        var sent = ParametersOf(operation, values);
        if (IsAccepted(operation, body))
        {
            await ValidateRequest(operation, sent, cancellationToken);
        }

        if (recordsCoverage && violations.Count == 0)
        {
            Coverage.Record(operation, status, IsAccepted(operation, body) ? sent.Select(value => value.Parameter) : []);
        }
    }

    /// <summary>Returns whether the service accepted the request. An import report is a 200 even if the document is invalid.</summary>
    private bool IsAccepted(Operation operation, byte[] body) =>
        (int)response.StatusCode < 400 && !(operation.Id == "importDocument" && JsonNode.Parse(body)?["outcome"]?.GetValue<string>() == "invalid");

    /// <summary>Validates a problem that any URL can return.</summary>
    private void ValidateCommonProblem(byte[] body, params string[] expected)
    {
        if (!expected.Contains(status) && (expected is ["414", ..] || !CommonStatuses.Contains(status)))
        {
            violations.Add($"status {status} is not documented. After a change of an operation, refresh the committed contract: see CONTRIBUTING.md");
        }
        else if (request.Method != HttpMethod.Head)
        {
            ValidateBody("#/components/schemas/Problem", "application/problem+json", body);
        }
    }

    private void ValidateResponse(Operation operation, DocumentedResponse documented, byte[] body)
    {
        foreach (var (name, value) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)) // raw values: parsing a header can reorder it
        {
            if (documented.Headers.TryGetValue(name, out var header))
            {
                ValidateValue($"header {name}", header.Location, header.Schema, value.ToString());
            }
            else if (!StandardHeaders.Contains(name))
            {
                violations.Add($"header {name} is not documented");
            }
        }

        foreach (var header in documented.Headers.Values.Where(header => header.IsRequired && !response.Headers.NonValidated.Contains(header.Name) && !response.Content.Headers.NonValidated.Contains(header.Name)))
        {
            violations.Add($"header {header.Name} is missing");
        }

        if (documented.Content.Count == 0)
        {
            if (body.Length > 0)
            {
                violations.Add("no body is documented");
            }
        }
        else if (request.Method != HttpMethod.Head)
        {
            var mediaType = response.Content.Headers.ContentType?.MediaType ?? "";
            if (documented.Content.TryGetValue(mediaType, out var location))
            {
                ValidateBody(location, mediaType, body);
            }
            else
            {
                violations.Add($"content type '{mediaType}' is not documented");
            }
        }

        if (operation.NeedsKey && status[0] == '2' && request.Headers.Authorization is null && !request.Headers.Contains("X-Api-Key"))
        {
            violations.Add("accepted without a key");
        }
    }

    private void ValidateBody(string location, string mediaType, byte[] body)
    {
        if (response.Content.Headers.ContentType?.MediaType != mediaType)
        {
            violations.Add($"content type is '{response.Content.Headers.ContentType}', not {mediaType}");
            return;
        }

        violations.AddRange(Contract.SchemaValidator.Validate(location, body));
        if (mediaType == "application/problem+json" && violations.Count == 0 && (int)JsonNode.Parse(body)!["status"]! != (int)response.StatusCode)
        {
            violations.Add("/status: differs from the status of the response");
        }
    }

    /// <summary>Validates an accepted request. If it violates the contract, the contract is wrong or hides a feature.</summary>
    private async Task ValidateRequest(Operation operation, List<(Parameter Parameter, string Value)> sent, CancellationToken cancellationToken)
    {
        // A read ignores an invalid precondition (RFC 9110 section 13.1), so it need not match the contract.
        foreach (var (parameter, value) in sent.Where(value => value.Parameter.In != "header" || operation.Method != "GET"))
        {
            ValidateValue($"accepted {parameter.In} parameter {parameter.Name}", parameter.Location, parameter.Schema, value);
        }

        foreach (var missing in operation.Parameters.Where(parameter => parameter.IsRequired && !sent.Exists(value => value.Parameter == parameter)))
        {
            violations.Add($"accepted without the required {missing.In} parameter {missing.Name}");
        }

        var known = operation.Parameters.Where(parameter => parameter.In == "query").Select(parameter => parameter.Name);
        violations.AddRange(QueryHelpers.ParseQuery(request.RequestUri!.Query).Keys.Except(known).Select(name => $"accepted query parameter {name} is not documented"));

        if (request.Content is StringContent or ByteArrayContent or System.Net.Http.Json.JsonContent && operation.Bodies.Count > 0)
        {
            var sentBody = await request.Content.ReadAsByteArrayAsync(cancellationToken);
            var json = sentBody.AsMemory(sentBody.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0);
            var mediaType = request.Content.Headers.ContentType?.MediaType ?? "";
            if (json.IsEmpty && !operation.NeedsBody)
            {
                return; // an empty body counts as a missing body
            }

            if (!operation.Bodies.TryGetValue(mediaType, out var location))
            {
                violations.Add($"accepted content type '{mediaType}' is not documented");
            }
            else if (mediaType.EndsWith("json", StringComparison.Ordinal))
            {
                violations.AddRange(Contract.SchemaValidator.Validate(location, json.Span).Select(violation => $"accepted body {violation}"));
            }
        }
        else if (request.Content is null && operation.NeedsBody)
        {
            violations.Add("accepted without the required body");
        }
    }

    /// <summary>Returns the documented parameters that the request contains.</summary>
    private List<(Parameter Parameter, string Value)> ParametersOf(Operation operation, Dictionary<string, string> path)
    {
        var query = QueryHelpers.ParseQuery(request.RequestUri!.Query);
        List<(Parameter, string)> sent = [];
        foreach (var parameter in operation.Parameters)
        {
            var value = parameter.In switch
            {
                "path" => path.GetValueOrDefault(parameter.Name),
                "query" => query.TryGetValue(parameter.Name, out var sentValue) ? sentValue.ToString() : null,
                _ => request.Headers.NonValidated.TryGetValues(parameter.Name, out var sentValues) ? sentValues.ToString() : null,
            };
            if (value is not null)
            {
                sent.Add((parameter, value));
            }
        }

        return sent;
    }

    private void ValidateValue(string what, string location, JsonObject schema, string value) =>
        violations.AddRange(Contract.SchemaValidator.Validate(location, JsonSerializer.SerializeToElement(ParameterSerializer.Parse(schema, value))).Select(violation => $"{what} '{value}' {violation[(violation.IndexOf(':', StringComparison.Ordinal) + 1)..]}"));

    /// <summary>Returns the decompressed body.</summary>
    private async Task<byte[]> ReadBody(CancellationToken cancellationToken)
    {
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        ICollection<string> encodings = response.Content.Headers.ContentEncoding;
        if (encodings.Count == 0 || body.Length == 0)
        {
            return body;
        }

        var compressed = new MemoryStream(body);
        await using Stream plain = encodings.Single() == "br" ? new BrotliStream(compressed, CompressionMode.Decompress) : new GZipStream(compressed, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        await plain.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }
}
