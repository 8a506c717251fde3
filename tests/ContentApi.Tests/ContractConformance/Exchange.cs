using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace ContentApi.Tests.ContractConformance;

/// <summary>Validates one request and its response against the contract.</summary>
internal sealed class Exchange(HttpRequestMessage request, HttpResponseMessage response)
{
    /// <summary>Headers that HTTP, browsers or intermediary caches define, so the contract need not document them.</summary>
    private static readonly HashSet<string> OfHttp = new(StringComparer.OrdinalIgnoreCase)
    {
        "Date", "Server", "Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length", "Content-Type", "Content-Encoding", "Vary", "Age", "Cache-Status",
        "X-Content-Type-Options", "Strict-Transport-Security", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "X-Proxy",
    };

    /// <summary>Statuses that any address can return before the request is matched to an operation, or when none matches.</summary>
    private static readonly string[] OfAnyAddress = ["401", "404", "405", "414", "429", "431", "503"];

    /// <summary>The UTF-8 byte order mark. Parsers may ignore it (RFC 8259 section 8.1), and the service does.</summary>
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private static readonly WrittenContract Contract = WrittenContract.Committed;

    private readonly List<string> faults = [];
    private readonly string status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns all violations of the contract.</summary>
    public static async Task<IReadOnlyList<string>> Faults(HttpRequestMessage request, HttpResponseMessage response, bool counts, CancellationToken cancellationToken)
    {
        var exchange = new Exchange(request, response);
        await exchange.Judge(counts, cancellationToken);
        return exchange.faults;
    }

    private async Task Judge(bool counts, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        var method = request.Method == HttpMethod.Head ? "GET" : request.Method.Method;
        var body = await Body(cancellationToken);
        if (Contract.Find(method, path, out var values) is not { } operation)
        {
            var others = Contract.At(path);
            JudgeRefusal(body, others.Count > 0 ? "405" : "404");
            foreach (var other in others.Where(_ => counts && status == "405" && faults.Count == 0))
            {
                Coverage.Note(other, status, []);
            }

            return;
        }

        if (operation.Answers.TryGetValue(status, out var answer))
        {
            JudgeAnswer(operation, answer, body);
        }
        else
        {
            JudgeRefusal(body, "414", "431");
        }

        var sent = Sent(operation, values);
        if (IsAccepted(operation, body))
        {
            await JudgeRequest(operation, sent, cancellationToken);
        }

        if (counts && faults.Count == 0)
        {
            Coverage.Note(operation, status, IsAccepted(operation, body) ? sent.Select(value => value.Parameter) : []);
        }
    }

    /// <summary>Returns whether the service accepted the request. An import report is a 200 even if the document is invalid.</summary>
    private bool IsAccepted(Operation operation, byte[] body) =>
        (int)response.StatusCode < 400 && !(operation.Id == "importDocument" && JsonNode.Parse(body)?["outcome"]?.GetValue<string>() == "invalid");

    /// <summary>Validates a problem that is not specific to an operation.</summary>
    private void JudgeRefusal(byte[] body, params string[] expected)
    {
        if (!expected.Contains(status) && (expected is ["414", ..] || !OfAnyAddress.Contains(status)))
        {
            faults.Add($"status {status} is not documented");
        }
        else if (request.Method != HttpMethod.Head)
        {
            JudgeBody("#/components/schemas/Problem", "application/problem+json", body);
        }
    }

    private void JudgeAnswer(Operation operation, Answer answer, byte[] body)
    {
        foreach (var (name, value) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)) // raw values: parsing a header can reorder it
        {
            if (answer.Headers.TryGetValue(name, out var header))
            {
                JudgeValue($"header {name}", header.Location, header.Schema, value.ToString());
            }
            else if (!OfHttp.Contains(name))
            {
                faults.Add($"header {name} is not documented");
            }
        }

        foreach (var header in answer.Headers.Values.Where(header => header.IsRequired && !response.Headers.NonValidated.Contains(header.Name) && !response.Content.Headers.NonValidated.Contains(header.Name)))
        {
            faults.Add($"header {header.Name} is missing");
        }

        if (answer.Content.Count == 0)
        {
            if (body.Length > 0)
            {
                faults.Add("a body is not documented");
            }
        }
        else if (request.Method != HttpMethod.Head)
        {
            var mediaType = response.Content.Headers.ContentType?.MediaType ?? "";
            if (answer.Content.TryGetValue(mediaType, out var location))
            {
                JudgeBody(location, mediaType, body);
            }
            else
            {
                faults.Add($"content type '{mediaType}' is not documented");
            }
        }

        if (operation.NeedsKey && status[0] == '2' && request.Headers.Authorization is null && !request.Headers.Contains("X-Api-Key"))
        {
            faults.Add("no key was needed");
        }
    }

    private void JudgeBody(string location, string mediaType, byte[] body)
    {
        if (response.Content.Headers.ContentType?.MediaType != mediaType)
        {
            faults.Add($"content type is '{response.Content.Headers.ContentType}', not {mediaType}");
            return;
        }

        faults.AddRange(Contract.Schemas.Faults(location, body));
        if (mediaType == "application/problem+json" && faults.Count == 0 && (int)JsonNode.Parse(body)!["status"]! != (int)response.StatusCode)
        {
            faults.Add("/status: is not the status of the answer");
        }
    }

    /// <summary>
    /// Validates an accepted request. If the service accepts what the contract forbids, the contract is wrong or denies clients a feature.
    /// </summary>
    private async Task JudgeRequest(Operation operation, List<(Parameter Parameter, string Value)> sent, CancellationToken cancellationToken)
    {
        // A read ignores an invalid precondition (RFC 9110 section 13.1), so it need not match the contract.
        foreach (var (parameter, value) in sent.Where(value => value.Parameter.In != "header" || operation.Method != "GET"))
        {
            JudgeValue($"accepted {parameter.In} parameter {parameter.Name}", parameter.Location, parameter.Schema, value);
        }

        foreach (var missing in operation.Parameters.Where(parameter => parameter.IsRequired && !sent.Exists(value => value.Parameter == parameter)))
        {
            faults.Add($"accepted without the required {missing.In} parameter {missing.Name}");
        }

        var known = operation.Parameters.Where(parameter => parameter.In == "query").Select(parameter => parameter.Name);
        faults.AddRange(QueryHelpers.ParseQuery(request.RequestUri!.Query).Keys.Except(known).Select(name => $"accepted query parameter {name} is not documented"));

        if (request.Content is StringContent or ByteArrayContent or System.Net.Http.Json.JsonContent && operation.Bodies.Count > 0)
        {
            var sentBody = await request.Content.ReadAsByteArrayAsync(cancellationToken);
            var json = sentBody.AsMemory(sentBody.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0);
            var mediaType = request.Content.Headers.ContentType?.MediaType ?? "";
            if (json.IsEmpty && !operation.NeedsBody)
            {
                return; // an empty body counts as no body
            }

            if (!operation.Bodies.TryGetValue(mediaType, out var location))
            {
                faults.Add($"accepted content type '{mediaType}' is not documented");
            }
            else if (mediaType.EndsWith("json", StringComparison.Ordinal))
            {
                faults.AddRange(Contract.Schemas.Faults(location, json.Span).Select(fault => $"accepted body {fault}"));
            }
        }
        else if (request.Content is null && operation.NeedsBody)
        {
            faults.Add("accepted without the required body");
        }
    }

    private List<(Parameter Parameter, string Value)> Sent(Operation operation, Dictionary<string, string> path)
    {
        var query = QueryHelpers.ParseQuery(request.RequestUri!.Query);
        List<(Parameter, string)> sent = [];
        foreach (var parameter in operation.Parameters)
        {
            var value = parameter.In switch
            {
                "path" => path.GetValueOrDefault(parameter.Name),
                "query" => query.TryGetValue(parameter.Name, out var given) ? given.ToString() : null,
                _ => request.Headers.NonValidated.TryGetValues(parameter.Name, out var given) ? given.ToString() : null,
            };
            if (value is not null)
            {
                sent.Add((parameter, value));
            }
        }

        return sent;
    }

    private void JudgeValue(string what, string location, JsonObject schema, string value) =>
        faults.AddRange(Contract.Schemas.Faults(location, JsonSerializer.SerializeToElement(Wire.Value(schema, value))).Select(fault => $"{what} '{value}' {fault[(fault.IndexOf(':', StringComparison.Ordinal) + 1)..]}"));

    /// <summary>Returns the decompressed body.</summary>
    private async Task<byte[]> Body(CancellationToken cancellationToken)
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

/// <summary>Converts values from and to their form in URLs and headers.</summary>
internal static class Wire
{
    public static string Text(JsonNode value) => value is JsonArray several ? string.Join(',', several) : value.ToString();

    /// <summary>Parses a value by its schema. A value that does not parse as the schema's type stays a string.</summary>
    public static JsonNode Value(JsonObject schema, string text)
    {
        var type = schema["type"]?.ToString() ?? "";
        if (type.Contains("array", StringComparison.Ordinal))
        {
            var items = schema["items"] as JsonObject ?? [];
            return new JsonArray(text.Split(',').Select(item => Value(items, item)).ToArray());
        }

        return type.Contains("integer", StringComparison.Ordinal) && long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number)
            : type.Contains("boolean", StringComparison.Ordinal) && bool.TryParse(text, out var truth) ? JsonValue.Create(truth)
            : JsonValue.Create(text);
    }
}
