using System.Text.Json;

namespace KpiPlatform.Cli.Importing.Rows;

/// <summary>Goes through JSON in pieces and stops at each record. Between the pieces it knows how deep it is and how far down the way to the records.</summary>
internal sealed class JsonCursor(IReadOnlyList<string>? place)
{
    private static readonly JsonReaderOptions Options = new() { AllowMultipleValues = true, MaxDepth = 128, CommentHandling = JsonCommentHandling.Disallow };

    private JsonReaderState state = new(Options);

    /// <summary>How many members of the place lie behind us.</summary>
    private int entered;

    private bool isNext;
    private bool isInside;

    /// <summary>
    /// Where the data was gone through: to the record of <c>Record</c> bytes that begins at <c>Start</c>, or as far as it goes. What is not <c>Consumed</c> must come again, with more behind it.
    /// </summary>
    internal readonly record struct Step(int Start, int? Record, int Consumed, string? Problem = null);

    public Step Next(ReadOnlySpan<byte> data, bool isLast)
    {
        var reader = new Utf8JsonReader(data, isLast, state);
        try
        {
            while (true)
            {
                var (before, consumed) = (reader.CurrentState, (int)reader.BytesConsumed);
                if (!reader.Read()) return Stop(reader.CurrentState, (int)reader.BytesConsumed);
                if (!IsRecord(in reader))
                {
                    Enter(in reader);
                    continue;
                }

                var start = (int)reader.TokenStartIndex;
                if (!reader.TrySkip()) return Stop(before, consumed);
                state = reader.CurrentState;
                return new Step(start, (int)reader.BytesConsumed - start, (int)reader.BytesConsumed);
            }
        }
        catch (JsonException wrong)
        {
            return new Step((int)reader.BytesConsumed, null, (int)reader.BytesConsumed, $"is not JSON: {wrong.Message} Nothing behind it was read.");
        }
    }

    /// <summary>True when the data gets to an array at the place, false when the first document ends without; null when there must be more data.</summary>
    public bool? Seek(ReadOnlySpan<byte> data, bool isLast, out int consumed)
    {
        var reader = new Utf8JsonReader(data, isLast, state);
        try
        {
            while (reader.Read())
            {
                Enter(in reader);
                consumed = (int)reader.BytesConsumed;
                if (isInside) return true;
                if (reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return false;
            }
        }
        catch (JsonException)
        {
            consumed = 0;
            return false; // reading it for good says what is wrong
        }

        (state, consumed) = (reader.CurrentState, (int)reader.BytesConsumed);
        return null;
    }

    private Step Stop(JsonReaderState at, int consumed)
    {
        state = at;
        return new Step(consumed, null, consumed);
    }

    private bool IsRecord(in Utf8JsonReader reader)
    {
        if (place is null) return reader.CurrentDepth == 0;
        return isInside && reader.CurrentDepth == place.Count + 1 && reader.TokenType is not JsonTokenType.EndArray;
    }

    private void Enter(in Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName when !isInside && depth == entered + 1:
                isNext = entered < place!.Count && reader.ValueTextEquals(place[entered]);
                return;
            case JsonTokenType.StartArray when !isInside && (depth == 0 ? place!.Count == 0 : isNext && entered + 1 == place!.Count):
                isInside = true;
                break;
            case JsonTokenType.StartObject when isNext && depth > 0 && entered + 1 < place!.Count:
                entered++;
                break;
            case JsonTokenType.EndArray when isInside && depth == place!.Count:
                isInside = false;
                break;
            case JsonTokenType.EndObject when !isInside && entered > 0 && depth == entered:
                entered--;
                break;
        }

        isNext = false;
    }
}
