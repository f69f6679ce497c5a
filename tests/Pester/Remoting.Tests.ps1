# What objects lose on the way: over SSH to this machine, from a job, through a file. Nothing, for every type of result.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../out/SmtpTls/SmtpTls.psd1"
    . "$PSScriptRoot/Samples.ps1"
    $types = @(Get-SampleType).Name
    $ssh = $IsLinux -and (Test-Path /usr/sbin/sshd)
}

BeforeAll {
    $module = "$PSScriptRoot/../../out/SmtpTls/SmtpTls.psd1"
    Import-Module $module
    . "$PSScriptRoot/Samples.ps1"
    . "$PSScriptRoot/SshServer.ps1"

    # On the other side: a sample of every type.
    $make = [scriptblock]::Create("Import-Module '$module'; . '$PSScriptRoot/Samples.ps1'; Get-SampleType | ForEach-Object { New-Sample `$_ }")

    function Get-Arrived([string] $Type) {
        foreach ($object in $arrived) { if ($object.PSObject.TypeNames[0] -replace '^Deserialized\.' -eq "SmtpTls.$Type") { return $object } }
    }
}

Describe 'Objects over SSH' -Skip:(-not $ssh) {
    BeforeAll {
        $server = Start-SshServer
        $connection = $server.Connection
        try { $arrived = @(Invoke-Command @connection -ScriptBlock $make) }
        catch { Stop-SshServer $server; throw }
    }

    AfterAll { Stop-SshServer $server }

    It 'gives <_> whole' -ForEach $types {
        Get-SampleJson (Get-Arrived $_) | Should -Be (Get-SampleJson (New-Sample "SmtpTls.$_"))
    }

    It 'keeps where they come from, and what was added to them' {
        $one = Invoke-Command @connection -ScriptBlock ([scriptblock]::Create("$make | Select-Object -First 1 | Add-Member Ticket 4711 -PassThru"))
        $one.PSComputerName | Should -Be '127.0.0.1'
        $one.Ticket | Should -Be 4711
    }

    It 'gives words where the module is not imported' {
        $path = Join-Path $TestDrive 'words.xml'
        $script = "`$session = New-PSSession -HostName 127.0.0.1 -Port $($server.Connection.Port) -UserName '$($server.Connection.UserName)' -KeyFilePath '$($server.Connection.KeyFilePath)' -Options @{ StrictHostKeyChecking = 'no'; UserKnownHostsFile = '/dev/null'; LogLevel = 'ERROR' }
            `$policy = Invoke-Command `$session { $make } | Where-Object { `$_.PSObject.TypeNames[0] -like '*.TlsPolicy' }
            Remove-PSSession `$session
            '{0}|{1}|{2}|{3}' -f `$policy.PSObject.BaseObject.GetType().Name, `$policy.Action, `$policy.Findings[1].Text, `$policy.Mx[0].Tlsa[0].Usage"
        # The tool's process is dotnet, which is given pwsh.dll, or pwsh itself.
        $shell = @((Get-Process -Id $PID).Path; if ((Split-Path (Get-Process -Id $PID).Path -LeafBase) -eq 'dotnet') { "$PSHOME/pwsh.dll" })
        $words = (& $shell[0] @($shell | Select-Object -Skip 1) -NoProfile -NonInteractive -Command $script) -join "`n"
        $words | Should -Be ('PSCustomObject|{0}|Text, a text|{1}' -f [enum]::GetNames([SmtpTls.SenderAction])[-1], [enum]::GetNames([SmtpTls.TlsaUsage])[-1])
    }
}

Describe 'Objects from a job' {
    BeforeAll {
        $arrived = @(Start-Job -ScriptBlock $make | Receive-Job -Wait -AutoRemoveJob)
    }

    It 'gives <_> whole' -ForEach $types {
        Get-SampleJson (Get-Arrived $_) | Should -Be (Get-SampleJson (New-Sample "SmtpTls.$_"))
    }
}

Describe 'Objects from a file' {
    BeforeAll {
        $clixml = Join-Path $TestDrive 'all.xml'
        $json = Join-Path $TestDrive 'all.json'
        $all = & $make
        $all | Export-Clixml $clixml
        $all | ConvertTo-SmtpTlsJson -IncludeCertificate | Set-Content $json
        $arrived = @(Import-Clixml $clixml)
        $arrivedAgain = @(Import-SmtpTlsResult $clixml)
        $arrivedJson = @(Import-SmtpTlsResult $json)
    }

    It 'gives <_> whole' -ForEach $types {
        $expected = Get-SampleJson (New-Sample "SmtpTls.$_")
        foreach ($arrived in $arrived, $arrivedAgain, $arrivedJson) { Get-SampleJson (Get-Arrived $_) | Should -Be $expected }
    }

    It 'gives enums and times that compare' {
        $result = Get-Arrived StartTlsResult
        $result.Level | Should -BeGreaterThan ([SmtpTls.TlsLevel]::Encrypted)
        $result.Time | Should -BeOfType ([DateTimeOffset])
        $result.Certificate.NotAfter | Should -BeOfType ([DateTimeOffset])
        @((Get-Arrived TlsPolicy).Findings | Where-Object Severity -eq Error) | Should -HaveCount 2
    }

    It 'leaves an object as it is that did not arrive whole' {
        # Findings arrived as text, as from a session whose types file was missing.
        $xml = [xml] [System.Management.Automation.PSSerializer]::Serialize((Get-Arrived ExchangeTlsCertificateName), 1)
        $list = $xml.SelectSingleNode("//*[@N='Findings']/*[local-name()='LST']")
        $list.InnerXml = '<S>Warning: the text</S>'
        $bag = [System.Management.Automation.PSSerializer]::Deserialize($xml.OuterXml)
        $bag.PSObject.TypeNames[0] | Should -Be 'Deserialized.SmtpTls.ExchangeTlsCertificateName'
        $bag.Findings | Should -Be 'Warning: the text'
        { ConvertTo-SmtpTlsJson $bag -ErrorAction Stop } | Should -Throw '*Findings did not arrive whole*'
    }

    It 'has a size that a pipeline can bear' {
        $sizes = foreach ($type in Get-SampleType) { '{0} {1:N0}' -f $type.Name, [System.Management.Automation.PSSerializer]::Serialize((New-Sample $type), 1).Length }
        Write-Host "    Characters of Clixml: $($sizes -join ', ')"
        $json = (New-Sample SmtpTls.StartTlsResult | ConvertTo-SmtpTlsJson -ExcludeTranscript).Length
        Write-Host "    Characters of JSON: StartTlsResult $json"
        $json | Should -BeLessThan 6144
    }
}
